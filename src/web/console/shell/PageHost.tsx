/** Holds one page: its title in the browser, its permission, its loading and its failing. */
import { Link, useRouter } from '@tanstack/react-router'
import { Component, lazy, type ReactNode, Suspense, useEffect } from 'react'
import type { ConsolePage } from '../page.ts'
import { pages } from '../pages.ts'
import { signedIn, useSession, useSessionQuery } from '../session.ts'
import { EmptyState, FailState, SkeletonPage } from '../shared/states.tsx'
import { shellTexts } from '../shell-texts.ts'
import { useText } from '../text.ts'
import { capacityText } from './capacity.ts'
import { permissionText } from './permission-texts.ts'

/** A page that failed while it was drawn says so in its own place; the rail and the other pages go on. */
class Fence extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: undefined as unknown }
  static getDerivedStateFromError(error: unknown) {
    return { error }
  }
  override render() {
    if (this.state.error === undefined) return this.props.children
    return <FailState error={this.state.error} onRetry={() => globalThis.location.reload()} />
  }
}

const contents = new Map(pages.map((page) => [page, lazy(page.load)]))

/** One page of the list. */
export function PageHost({ page }: { page: ConsolePage }) {
  const t = useText()
  const { data } = useSessionQuery()
  const title = `${t(page.title)} · ${t(shellTexts.name)}`
  useEffect(() => {
    document.title = title
  }, [title])
  const bare = page.frame === 'bare'
  const session = data && signedIn(data)
  // The gate is already leading elsewhere while the page before is drawn once more.
  if (!bare && !session) return null
  if (page.permission !== undefined && !session?.can(page.permission)) return <Refused permission={page.permission} />
  const Content = contents.get(page)!
  return (
    <Fence key={page.path}>
      <Suspense fallback={bare ? null : <SkeletonPage />}>
        <Content />
      </Suspense>
    </Fence>
  )
}

function Refused({ permission }: { permission: string }) {
  const t = useText()
  const session = useSession()
  const capacity = session.capacity ? capacityText(session.capacity, t) : t(shellTexts.noCapacity)
  const hint = t(shellTexts.notAllowedWhy, { what: t(permissionText(permission)), capacity })
  return (
    <EmptyState title={t(shellTexts.notAllowed)} hint={hint} action={<Link to="/">{t(shellTexts.toStart)}</Link>} />
  )
}

export function NotFound() {
  const t = useText()
  const { state } = useRouter()
  return (
    <EmptyState
      title={t(shellTexts.noSuchPage)}
      hint={
        <>
          {t(shellTexts.noSuchPageWhy)} <code>{state.location.pathname}</code>
        </>
      }
      action={<Link to="/">{t(shellTexts.toStart)}</Link>}
    />
  )
}
