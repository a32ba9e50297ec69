/** What a count does not show by itself: posts left empty, where people move, new units, what was passed over. */
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Language } from '#platform/texts.ts'
import { Section } from '#web/console/shared/index.ts'
import { type Say, useLanguage, useText } from '#web/console/text.ts'
import type { RosterCheck } from '../../roster/schema.ts'
import { postName } from '../people/post-name.ts'
import { grouped, sum, type Tab } from './CheckView.tsx'
import { texts } from './texts.ts'

/** From the station down, else the last step: 云台站 一班, 城东大队. */
const short = (path: string): string => {
  const steps = path.split('/')
  return (steps.length > 2 ? steps.slice(2) : steps.slice(-1)).join(' ')
}

function Row({
  title,
  children,
  tab,
  count,
  choose,
}: {
  title: string
  children: ReactNode
  tab?: Tab
  count?: number
  choose?: (tab: Tab) => void
}) {
  const t = useText()
  return (
    <div className="row import-look">
      <div className="import-look-title">{title}</div>
      <div className="row-main row-note">{children}</div>
      {tab && choose && (
        <Button type="link" size="small" onClick={() => choose(tab)}>
          {t(texts.seeList, { count: grouped(count ?? 0) })}
        </Button>
      )}
    </div>
  )
}

const lines = (list: readonly string[]) => list.map((line) => <div key={line}>{line}</div>)

const vacatedLines = (t: Say, language: Language, check: RosterCheck): string[] =>
  check.vacated.slice(0, 12).map((one) =>
    t(one.if_retired ? texts.vacatedIf : texts.vacated, {
      unit: short(one.unit),
      post: postName(one.post, language),
      who: one.who,
    }),
  )

export function LookToo({ check, choose }: { check: RosterCheck; choose: (tab: Tab) => void }) {
  const t = useText()
  const language = useLanguage()
  const { moved } = check.counts
  const officers = check.officers
    .map((one) => t(texts.officerCount, { post: postName(one.post, language), count: one.count }))
    .join(language === 'en' ? ', ' : '、')
  const units = check.new_units.map((one) =>
    one.near ? t(texts.nearUnit, { unit: one.path, near: one.near }) : one.path,
  )
  const rows = [
    check.new_units.length > 0 && (
      <Row key="units" title={t(texts.newUnits, { count: check.new_units.length })}>
        {lines(units.slice(0, 30))}
      </Row>
    ),
    check.vacated.length > 0 && (
      <Row key="vacated" title={t(texts.vacatedRow, { count: check.vacated.length })}>
        {lines(vacatedLines(t, language, check))}
      </Row>
    ),
    check.moves.length > 0 && (
      <Row
        key="moved"
        title={`${t(texts.tabMoved)} ${grouped(sum(moved))}`}
        tab="moved"
        count={sum(moved)}
        choose={choose}
      >
        {check.moves
          .map((one) => t(texts.moveLine, { from: short(one.from), to: short(one.to), count: one.count }))
          .join(language === 'en' ? ', ' : '，')}
      </Row>
    ),
    officers !== '' && (
      <Row key="officers" title={t(texts.officersRow, { count: check.officers.reduce((n, one) => n + one.count, 0) })}>
        {t(texts.officersLine, { list: officers })}
      </Row>
    ),
    check.notes.length > 0 && (
      <Row key="notes" title={t(texts.notesRow)}>
        {lines(check.notes.map((note) => t(note)))}
      </Row>
    ),
  ].filter((row) => row !== false)
  if (rows.length === 0) return null
  return (
    <Section title={t(texts.lookToo)}>
      <div className="card">{rows}</div>
    </Section>
  )
}
