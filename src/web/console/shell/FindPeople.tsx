/** Finds people from anywhere: `/` goes into the field, Enter opens the roster with what was typed. */
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Icon } from '../icons.tsx'
import { pages } from '../pages.ts'
import type { SignedIn } from '../session.ts'
import { shellTexts } from '../shell-texts.ts'
import { useText } from '../text.ts'

const roster = '/people'
const hasRoster = pages.some((page) => page.path === roster)

/** Whether a key belongs to something that is being typed into. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

export function FindPeople({ session }: { session: SignedIn }) {
  const t = useText()
  const navigate = useNavigate()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      // A search field of the page itself comes first: there the list stands below it.
      const own = document.querySelector<HTMLInputElement>('[data-find-people]')
      const found = own ?? field.current
      if (!found) return
      event.preventDefault()
      found.focus()
      found.select()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  if (!hasRoster || !session.can('people.read')) return null
  const find = (event: React.FormEvent) => {
    event.preventDefault()
    if (text.trim()) void navigate({ to: roster, search: { q: text.trim() } as never })
  }
  return (
    <search>
      <form className="find" onSubmit={find}>
        <Icon name="search" size={16} />
        <input
          ref={field}
          type="search"
          value={text}
          maxLength={40}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && field.current?.blur()}
          placeholder={t(shellTexts.findPeople)}
          aria-label={t(shellTexts.findPeople)}
          aria-keyshortcuts="/"
        />
        <kbd>/</kbd>
      </form>
    </search>
  )
}
