/** One person: who, posts, household with its card, where they are and were; entered, moved and ended from here. */
import './people/people.css'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useSession } from '#web/console/session.ts'
import { FailState, Page, SkeletonPage, usePathParam } from '#web/console/shared/index.ts'
import { shortText } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { PersonAnswer } from '../people/schema.ts'
import { shortUnit } from './people/PeopleTable.tsx'
import { HouseholdCard } from './person/HouseholdCard.tsx'
import { IdentityCard } from './person/IdentityCard.tsx'
import { PostsCard, TransfersCard } from './person/PostsCard.tsx'
import { PresenceCard } from './person/PresenceCard.tsx'
import { PresenceDialogue } from './person/PresenceDialogue.tsx'
import { usePerson } from './person/queries.ts'
import { TransferDialogue } from './person/TransferDialogue.tsx'
import { texts } from './person/texts.ts'

export default function PersonPage() {
  const id = usePathParam('personId')
  const { data, error, refetch } = usePerson(id)
  if (data) return <Shown key={id} person={data} />
  if (!error) return <SkeletonPage />
  return (
    <div className="page">
      <FailState error={error} onRetry={() => void refetch()} />
    </div>
  )
}

function Shown({ person }: { person: PersonAnswer }) {
  const t = useText()
  const language = useLanguage()
  const navigate = useNavigate()
  const { can, zone } = useSession()
  const [open, setOpen] = useState<'presence' | 'transfer'>()
  const changes = person.kind === 'member' && person.left_at === null && can('presence.write', person.unit.path)
  const note = person.left_at
    ? t(texts.left, { day: shortText(Date.parse(person.left_at), language, zone) })
    : shortUnit(person.unit.full_name)
  return (
    <Page
      title={person.name}
      note={note}
      actions={
        <>
          {changes && (
            <>
              <Button type="primary" onClick={() => setOpen('presence')}>
                {t(texts.enter)}
              </Button>
              <Button onClick={() => setOpen('transfer')}>{t(texts.transfer)}</Button>
            </>
          )}
          <Button onClick={() => void navigate({ to: '/people', search: { unit: person.unit.id } as never })}>
            {t(texts.back)}
          </Button>
        </>
      }
    >
      <div className="person-grid">
        <div>
          <IdentityCard person={person} />
          <HouseholdCard person={person} />
        </div>
        <div>
          {person.kind === 'member' ? (
            <>
              <PresenceCard person={person} changes={changes} />
              <PostsCard person={person} />
              <TransfersCard person={person} />
            </>
          ) : (
            <p className="note-box">{t(texts.relativeHint)}</p>
          )}
        </div>
      </div>
      {open === 'presence' && <PresenceDialogue person={person} close={() => setOpen(undefined)} />}
      {open === 'transfer' && <TransferDialogue person={person} close={() => setOpen(undefined)} />}
    </Page>
  )
}
