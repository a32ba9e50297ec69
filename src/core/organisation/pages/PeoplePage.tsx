/** The roster: units on the left, people on the right, found by a part of the name, initials or number. */
import './people/people.css'
import { useNavigate } from '@tanstack/react-router'
import { Button, Input, Segmented } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useSession } from '#web/console/session.ts'
import { EmptyState, FailState, Page, SkeletonRows, useAddress } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import { PeopleTable } from './people/PeopleTable.tsx'
import { usePeople, useUnits } from './people/queries.ts'
import { texts } from './people/texts.ts'
import { UnitTree } from './people/UnitTree.tsx'

/** Milliseconds for which the hand rests before the search runs. */
const restMs = 250

export default function PeoplePage() {
  const t = useText()
  const [at, go] = useAddress()
  const navigate = useNavigate()
  const { can } = useSession()
  const units = useUnits()
  const query = usePeople({ unit: at.unit, q: at.q ?? '', kind: at.kind })
  const people = query.data?.pages.flatMap((page) => page.people) ?? []
  const total = query.data?.pages[0]?.total
  return (
    <Page
      title={t(texts.title)}
      note={total === undefined ? undefined : t(texts.found, { count: total.toLocaleString('en-US') })}
      actions={
        <>
          {can('links.print') && <Button onClick={() => void navigate({ to: '/cards' })}>{t(texts.cards)}</Button>}
          {can('roster.import') && (
            <Button onClick={() => void navigate({ to: '/people/import' })}>{t(texts.import)}</Button>
          )}
        </>
      }
    >
      <div className="people-grid">
        {units.data && <UnitTree units={units.data.units} chosen={at.unit} choose={(unit) => go({ unit })} />}
        {!units.data && <div />}
        <div className="people-list">
          <div className="people-bar">
            <Search typed={at.q ?? ''} find={(q) => go({ q: q || undefined }, { replace: true })} />
            <Segmented
              value={at.kind ?? ''}
              onChange={(kind) => go({ kind: kind || undefined }, { replace: true })}
              options={[
                { value: '', label: t(texts.all) },
                { value: 'member', label: t(texts.members) },
                { value: 'relative', label: t(texts.relatives) },
              ]}
            />
          </div>
          {query.error && people.length === 0 && <FailState error={query.error} onRetry={() => void query.refetch()} />}
          {query.isPending && <SkeletonRows rows={12} />}
          {query.data && people.length === 0 && (
            <EmptyState
              title={at.q ? t(texts.notFound, { q: at.q }) : t(texts.none)}
              hint={t(at.q ? texts.notFoundHint : texts.noneHint)}
            />
          )}
          {people.length > 0 && <PeopleTable people={people} />}
          {query.hasNextPage && (
            <Button
              block
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
              style={{ marginTop: 12 }}
            >
              {t(texts.more)}
            </Button>
          )}
        </div>
      </div>
    </Page>
  )
}

/** Searches while one types; `/` goes into it from anywhere. */
function Search({ typed, find }: { typed: string; find: (q: string) => void }) {
  const t = useText()
  const [text, setText] = useState(typed)
  const sent = useRef(typed)
  useEffect(() => {
    // The address changed elsewhere: somebody searched from the head of the page.
    if (typed !== sent.current) setText(typed)
    sent.current = typed
  }, [typed])
  useEffect(() => {
    const wanted = text.trim()
    if (wanted === sent.current) return
    const timer = setTimeout(() => {
      sent.current = wanted
      find(wanted)
    }, restMs)
    return () => clearTimeout(timer)
  })
  return (
    <Input
      allowClear
      data-find-people
      className="people-search"
      value={text}
      maxLength={60}
      onChange={(event) => setText(event.target.value)}
      placeholder={t(texts.search)}
      aria-label={t(texts.search)}
      aria-keyshortcuts="/"
    />
  )
}
