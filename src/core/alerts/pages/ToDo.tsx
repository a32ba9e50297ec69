/** What today still asks for, by the clock; the roll-call is pre-filled and checked from here. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { Text } from '#platform/texts.ts'
import { useMinute } from '#web/console/now.ts'
import { useSession } from '#web/console/session.ts'
import { Section } from '#web/console/shared/index.ts'
import { clockTime } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { ToDoShape, TodayShape } from '../today/schema.ts'
import { Item, Items } from './Items.tsx'
import { texts } from './texts.ts'

interface Props {
  readonly today: TodayShape
  readonly openNames: (of: ToDoShape) => void
  readonly openRollCall: () => void
}

export function ToDo({ today, openNames, openRollCall }: Props) {
  const t = useText()
  const count = today.to_do.length + (today.rights.open > 0 ? 1 : 0)
  return (
    <Section title={t(texts.toDo)} note={count > 0 && t(texts.toDoCount, { count })}>
      {count === 0 ? (
        <p className="card card-pad row-note">{t(whyNothing(today))}</p>
      ) : (
        <Items label={t(texts.toDo)}>
          {today.to_do.map((d) => (
            <ToDoItem
              key={`${d.code} ${d.slot}`}
              of={d}
              today={today}
              openNames={openNames}
              openRollCall={openRollCall}
            />
          ))}
          {today.rights.open > 0 && <RightsItem {...today.rights} />}
        </Items>
      )}
    </Section>
  )
}

/** Somebody asked for a copy, a correction or a deletion: the law wants an answer within a month. */
function RightsItem({ open, over }: TodayShape['rights']) {
  const t = useText()
  return (
    <Item
      when="—"
      tone={over > 0 ? 'late' : 'plain'}
      title={<b>{t(texts.rights, { count: open })}</b>}
      note={over > 0 && <small>{t(texts.rightsOver, { count: over })}</small>}
      actions={
        <Link to={'/rights' as never}>
          <Button>{t(texts.rightsOpen)}</Button>
        </Link>
      }
    />
  )
}

/** An empty list says why: all is in, nothing was asked, or no campaign runs. */
function whyNothing(today: TodayShape): Text {
  if (today.asked_today) return texts.doneForToday
  return today.campaign ? texts.nothingAsked : texts.noCampaign
}

function ToDoItem({ of: d, today, openNames, openRollCall }: Props & { of: ToDoShape }) {
  const t = useText()
  const language = useLanguage()
  const now = useMinute()
  const { can, zone } = useSession()
  const fraction = (f: { reported: number; owed: number }) => (f.owed === 0 ? '—' : `${f.reported}/${f.owed}`)
  const notes: string[] = []
  if (d.roll_call) {
    notes.push(t(texts.presence, today.presence))
    if (today.presence.hospital > 0)
      notes.push(t(texts.presenceMore, { hospital: today.presence.hospital }).replace(/^ · /, ''))
  } else notes.push(t(texts.reportedSoFar, { figures: fraction(d) }))
  if (d.owner)
    notes.push(d.owner.name ? t(texts.owner, { name: d.owner.name }) : t(texts.ownerVacant, { post: t(d.owner.post) }))
  if (d.yesterday) notes.push(t(texts.yesterday, { figures: fraction(d.yesterday) }))
  const isOpen = now >= Date.parse(d.opens_at)
  return (
    <Item
      when={clockTime(Date.parse(d.due_at), language, zone)}
      title={<b>{t(d.title)}</b>}
      note={<small>{notes.join(' · ')}</small>}
      actions={
        d.roll_call && can('report.write') ? (
          <Button type="primary" onClick={openRollCall}>
            {t(texts.check)}
          </Button>
        ) : isOpen ? (
          <Button onClick={() => openNames(d)}>{t(texts.seeNames)}</Button>
        ) : (
          <span className="row-note">{t(texts.notYet)}</span>
        )
      }
    />
  )
}
