/**
 * What a flagged report, or one that comes after a fever, does to alerts: opens one, joins one, turns it red. Called for
 * each report that the intake left to be judged, inside its transaction and as the program.
 */
import type { Core } from '#core/core.ts'
import type { Alerts } from '#core/orders/playbook/schema.ts'
import type { Flag } from '#core/orders/rules/compile.ts'
import { chains } from '#core/tasks/meet.ts'
import type { Work } from '#platform/work.ts'
import { hourBefore, judgeFever, measurements, type Reading } from './alerts/fever.ts'
import type { AlertDetail } from './alerts/schema.ts'
import {
  type AlertRow,
  asReading,
  assessedUntil,
  changeAlert,
  insertAlert,
  membersAmong,
  membersOfHousehold,
  openAlertOf,
  readingsSince,
} from './alerts/store.ts'
import { campaignFor } from './escalation/matter.ts'
import { restartLadder } from './escalation/store.ts'

/** A report as far as judging needs it; intake's `JudgedReport` has this shape. */
export interface JudgedReport {
  readonly id: string
  readonly detachment_id: string
  readonly unit_id: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly form: string
  readonly form_version: number
  readonly observed_at: Date
  readonly received_at: Date
  readonly answers: Record<string, unknown>
  readonly flags: readonly string[]
}

/** The state of a person is read from so far back. */
const stateHours = 24

/** Where no campaign runs any more, alerts keep the clocks that the mission asks for: red within the hour. */
const withoutCampaign: Alerts = {
  assessMinutes: { red: 60, amber: 240 },
  controlMinutes: 1440,
  secondReading: { afterMinutes: 10, withinMinutes: 20, rules: ['fever'] },
}

export const alertSettings = (core: Core, unitId: string): Alerts =>
  campaignFor(core, unitId)?.playbook.alerts ?? withoutCampaign

const minutesLater = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000)

/** Whom an alert is about, and where it counts. */
interface About {
  readonly kind: string
  readonly id: string
  readonly unitId: string
  readonly detachmentId: string
}

/** Judges one report. Judging it twice changes nothing. */
export async function judgeReport(core: Core, w: Work, report: JudgedReport): Promise<void> {
  const settings = alertSettings(core, report.unit_id)
  const feverRules = new Set(settings.secondReading.rules)
  const readings = report.subject_kind === 'person' ? await readingsOf(w, report.subject_id, feverRules) : []
  if (readings.length > 0) await judgeReadings(core, w, aboutSubject(report), readings, settings)
  for (const flag of flagsOf(core, report, readings)) {
    if (report.subject_kind === 'person' && feverRules.has(flag.code)) continue
    for (const about of await whom(w, report, flag)) await note(w, about, flag, report, settings)
  }
}

const aboutSubject = (r: JudgedReport): About => ({
  kind: r.subject_kind,
  id: r.subject_id,
  unitId: r.unit_id,
  detachmentId: r.detachment_id,
})

/** The newest version of each reading of the last 24 hours. */
async function readingsOf(w: Work, subjectId: string, feverRules: ReadonlySet<string>): Promise<Reading[]> {
  const rows = await readingsSince(w.tx, subjectId, minutesLater(w.now, -stateHours * 60))
  const facts = rows.map((r) => ({
    id: r.id,
    corrects: r.corrects,
    observedAt: r.observed_at.getTime(),
    receivedAt: r.received_at.getTime(),
    firstTriedAt: null,
    channel: r.channel,
    flags: r.flags,
    people: null,
  }))
  const counting = new Set(chains(facts).map((c) => c.counts.id))
  return rows.filter((r) => counting.has(r.id)).map((r) => asReading(r, feverRules))
}

/** Everything that the rules find in a report: by itself, and beside the subject's readings. */
function flagsOf(core: Core, report: JudgedReport, readings: readonly Reading[]): readonly Flag[] {
  const form = core.orders.form(report.form, report.form_version)
  if (typeof form === 'string') return []
  const state = hourBefore(readings, { report: report.id, observedAt: report.observed_at.getTime() })
  // A report that has been corrected is no longer judged for itself: its correction is.
  const counts = readings.length === 0 || readings.some((r) => r.report === report.id)
  return [...form.rules.judge(report.answers), ...(counts ? form.rules.judgeWithState(report.answers, state) : [])]
}

/** The subject, the person of an entry, or the household's members. What a relative has makes the members amber, and no more. */
async function whom(w: Work, report: JudgedReport, flag: Flag): Promise<About[]> {
  if (flag.about === 'members') {
    const members = await membersOfHousehold(w.tx, report.subject_id)
    return members.map((m) => ({ kind: 'person', id: m.id, unitId: m.unit_id, detachmentId: m.detachment_id }))
  }
  if (flag.about === 'entry' && flag.person !== undefined) {
    const member = (await membersAmong(w.tx, [flag.person])).get(flag.person)
    return member
      ? [{ kind: 'person', id: flag.person, unitId: member.unit_id, detachmentId: member.detachment_id }]
      : []
  }
  return flag.about === 'entry' ? [] : [aboutSubject(report)]
}

/** Opens an alert for a finding, or lets it join the one that is open. */
async function note(w: Work, about: About, flag: Flag, report: JudgedReport, settings: Alerts): Promise<void> {
  const own = ['fever', 'medicine', 'jump']
  const known = await openAlertOf(
    w.tx,
    about.id,
    own.includes(flag.code) ? [...new Set([flag.code, ...own])] : [flag.code],
  )
  const seen = { code: flag.code, text: flag.text, at: report.observed_at.toISOString() }
  if (known) {
    const also = known.detail.also ?? []
    const joined = known.report_id === report.id ? known.detail.code === flag.code : false
    if (joined || also.some((a) => a.code === seen.code && a.at === seen.at)) return
    await changeAlert(w.tx, known.id, { ...unchanged(known), detail: { ...known.detail, also: [...also, seen] } })
    w.touch(known.unit_id)
    return
  }
  // Judged again after it was closed: the same report opens nothing twice.
  if (report.received_at.getTime() <= (await assessedUntil(w.tx, about.id, flag.code))) return
  const household = report.subject_kind === 'household' ? { household: report.subject_id } : {}
  await open(
    w,
    about,
    flag.code,
    flag.level,
    { code: flag.code, text: flag.text, ...household },
    report.id,
    settings,
    false,
  )
}

/** Judges a person's readings together. Also asked before a missing second reading turns an alert red. */
export async function judgeReadings(
  core: Core,
  w: Work,
  about: About,
  readings: readonly Reading[],
  settings: Alerts,
): Promise<void> {
  const known = await openAlertOf(w.tx, about.id, ['fever'])
  const until = known
    ? (known.assessed_at?.getTime() ?? (await assessedUntil(w.tx, about.id, 'fever')))
    : await assessedUntil(w.tx, about.id, 'fever')
  const asKnown = known && { state: known.state as 'open' | 'assessed' | 'controlled', level: known.level }
  const verdict = judgeFever(readings, until, asKnown ?? null)
  if (verdict.verdict === 'none') return
  const shown = measurements(readings.filter((r) => r.receivedAt > until || known)).map(shownReading)
  if (verdict.verdict === 'open') {
    const worst = readings.filter((r) => r.fever).sort((a, b) => b.celsius - a.celsius)[0]!
    const detail: AlertDetail = { code: 'fever', text: feverText(worst.celsius), readings: shown }
    const raised = verdict.level === 'red' ? { raised_why: 'second' as const, raised_at: w.now.toISOString() } : {}
    await open(
      w,
      about,
      'fever',
      verdict.level,
      { ...detail, ...raised },
      worst.report,
      settings,
      verdict.level === 'amber',
    )
    return
  }
  if (!known) return
  const detail = { ...known.detail, readings: shown.length > 0 ? shown : known.detail.readings }
  if (verdict.verdict === 'raise')
    return raise(core, w, { ...known, detail }, known.state === 'open' ? 'second' : 'again')
  await changeAlert(w.tx, known.id, {
    ...unchanged(known),
    detail,
    secondUntilAt: verdict.second ? null : known.second_until_at,
  })
  w.touch(known.unit_id)
}

export async function readingsFor(core: Core, w: Work, alert: AlertRow): Promise<Reading[]> {
  return readingsOf(w, alert.subject_id, new Set(alertSettings(core, alert.unit_id).secondReading.rules))
}

/** Turns an alert red: it has to be assessed within the red hour, and its ladder begins anew. */
export async function raise(
  core: Core,
  w: Work,
  alert: AlertRow,
  why: 'second' | 'no_second' | 'again',
): Promise<void> {
  const settings = alertSettings(core, alert.unit_id)
  await changeAlert(w.tx, alert.id, {
    level: 'red',
    state: 'open',
    detail: { ...alert.detail, raised_why: why, raised_at: w.now.toISOString() },
    secondUntilAt: null,
    dueAt: minutesLater(w.now, settings.assessMinutes.red),
  })
  await restartLadder(w.tx, alert.id, w.now)
  w.audit({
    action: 'alert.raised',
    detachmentId: alert.detachment_id,
    unitId: alert.unit_id,
    subjectKind: 'alert',
    subjectId: alert.id,
    detail: { why },
  })
  w.touch(alert.unit_id)
}

async function open(
  w: Work,
  about: About,
  kind: string,
  level: 'amber' | 'red',
  detail: AlertDetail,
  reportId: string,
  settings: Alerts,
  askAgain: boolean,
): Promise<void> {
  const id = await insertAlert(w, {
    detachmentId: about.detachmentId,
    unitId: about.unitId,
    kind,
    level,
    subjectKind: about.kind,
    subjectId: about.id,
    reportId,
    detail,
    secondDueAt: askAgain ? minutesLater(w.now, settings.secondReading.afterMinutes) : null,
    secondUntilAt: askAgain ? minutesLater(w.now, settings.secondReading.withinMinutes) : null,
    dueAt: minutesLater(w.now, settings.assessMinutes[level]),
  })
  if (id === undefined) return
  w.audit({
    action: 'alert.opened',
    detachmentId: about.detachmentId,
    unitId: about.unitId,
    subjectKind: 'alert',
    subjectId: id,
    detail: { kind, level },
  })
  w.touch(about.unitId)
}

const unchanged = (a: AlertRow) => ({
  level: a.level,
  state: a.state,
  detail: a.detail,
  secondUntilAt: a.second_until_at,
  dueAt: a.due_at,
})

const shownReading = (r: Reading) => ({
  report: r.report,
  celsius: r.celsius,
  site: r.site,
  at: new Date(r.observedAt).toISOString(),
  fever: r.fever,
  channel: r.channel,
})

const feverText = (celsius: number) => ({
  zh: `体温 ${celsius.toFixed(1)} ℃，达到发热界线`,
  en: `${celsius.toFixed(1)} °C, at or above the fever line`,
})
