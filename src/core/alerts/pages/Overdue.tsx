/** What is past due and can still be mended: how many, where, who was told and who is next; the names open beside it. */
import { Button } from 'antd'
import { address } from '#web/console/api.ts'
import { useMinute } from '#web/console/now.ts'
import { useSession } from '#web/console/session.ts'
import { Section } from '#web/console/shared/index.ts'
import { clockTime, spanText } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { OverdueShape, TodayShape } from '../today/schema.ts'
import { Item, Items } from './Items.tsx'
import { useRemind } from './queries.ts'
import { texts } from './texts.ts'

/** What happened last, and who is next. */
const sentencesShown = 3

interface Props {
  readonly today: TodayShape
  readonly openNames: (of: OverdueShape) => void
}

export function Overdue({ today, openNames }: Props) {
  const t = useText()
  if (today.overdue.length === 0 && today.on_behalf.length === 0) return null
  return (
    <Section title={t(texts.overdue)}>
      <Items label={t(texts.overdue)}>
        {today.overdue.map((o) => (
          <OverdueItem key={`${o.code} ${o.day} ${o.slot}`} of={o} today={today} openNames={openNames} />
        ))}
        {today.on_behalf.map((p) => (
          <Item
            key={p.person}
            tone="late"
            when={p.unit}
            title={
              <>
                <b>{p.name}</b> {t(texts.onBehalfHint, { times: p.times })}
              </>
            }
            note={<small>{t(texts.lookIn)}</small>}
            actions={p.phone && <Button href={`tel:${p.phone}`}>{t(texts.call)}</Button>}
          />
        ))}
      </Items>
    </Section>
  )
}

function OverdueItem({ of: o, today, openNames }: Props & { of: OverdueShape }) {
  const t = useText()
  const language = useLanguage()
  const now = useMinute()
  const { can, zone } = useSession()
  const remind = useRemind()
  const title = t(o.title)
  const what =
    o.subject === 'person'
      ? texts.missingPeople
      : o.subject === 'household'
        ? texts.missingHouseholds
        : texts.missingOthers
  const owed = o.subject === 'person' || o.subject === 'household' ? texts.owedPeople : texts.owedOthers
  const facts = [
    o.where.map((w) => `${w.name} ${w.missing}`),
    o.exempt > 0 ? t(texts.exempt, { count: o.exempt }) : [],
  ].flat()
  // The last sentence names the clause; it stands in the panel of names, as does the whole way up to now.
  const why = o.why.sentences
    .slice(0, o.why.clause ? -1 : undefined)
    .slice(-sentencesShown)
    .map((s) => t(s))
  return (
    <Item
      tone="late"
      when={
        <>
          <span>{spanText(now - Date.parse(o.due_at), language)}</span>
          <small>{clockTime(Date.parse(o.due_at), language, zone)}</small>
        </>
      }
      title={
        <>
          <b>{t(what, { count: o.missing, title })}</b>
          {language === 'zh' ? '，' : ' '}
          {t(owed, { count: o.owed })}
        </>
      }
      note={
        <>
          <small>{facts.join(' · ')}</small>
          <small>{why.join(language === 'zh' ? '' : ' ')}</small>
        </>
      }
      actions={
        <>
          <Button onClick={() => openNames(o)}>{t(texts.seeNames)}</Button>
          {can('people.contact') && o.subject === 'person' && (
            <Button
              href={address('/api/call-list.pdf', { unit: today.unit.id, measure: o.code, day: o.day, slot: o.slot })}
              target="_blank"
            >
              {t(texts.callList)}
            </Button>
          )}
          {can('task.remind') && (
            <Button
              type="primary"
              loading={remind.isPending}
              onClick={() => remind.mutate({ unit: today.unit.id, measure: o.code, day: o.day, slot: o.slot })}
            >
              {t(o.why.by_hand || o.why.steps.some((s) => s.state === 'told') ? texts.remindAgain : texts.remind)}
            </Button>
          )}
        </>
      }
    />
  )
}
