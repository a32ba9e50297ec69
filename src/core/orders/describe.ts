/** A campaign as its page shows it: directives, clauses, measures, the number of tasks a day on this roster, and gaps. */
import { sql } from 'kysely'
import { may } from '#platform/access/actor.ts'
import { Problem, problems } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import type { Core } from '../core.ts'
import type { Unit } from '../organisation/tree.ts'
import { type Appointments, appointmentsBelow, dutiesOf, type Duty, dutyPosts } from './duties.ts'
import type { Clause, Measure, Playbook } from './playbook/schema.ts'
import { occurrencesOn } from './schedule/occurrences.ts'
import { addDays, localDate } from './schedule/local-time.ts'
import { timeOf, windows } from './schedule/windows.ts'
import type { CampaignSummary, CampaignView, MeasureView } from './schema.ts'
import { campaignRows, clauseRows, directiveRows, type MeasureRow, measureRows, playbookRow, rosterCounts } from './store.ts'

export const unitRef = (u: Unit) => ({ id: u.id, name: u.name, kind: u.kind, full_name: u.fullName })

/** Every campaign that concerns the units of the actor: at them, above them or below them. */
export async function listCampaigns(core: Core, context: Context): Promise<CampaignSummary[]> {
  return work(context, async (w) => {
    const rows = await campaignRows(w.tx)
    const own = w.actor.grants.map((g) => g.path)
    const near = (path: string) => own.some((p) => p === path || p.startsWith(`${path}.`) || path.startsWith(`${p}.`))
    return rows.filter((r) => near(String(r.path))).flatMap((r) => summary(core, w, r))
  })
}

type CampaignRow = Awaited<ReturnType<typeof campaignRows>>[number]

function summary(core: Core, w: Work, row: CampaignRow): CampaignSummary[] {
  const unit = core.organisation.tree.get(row.unit_id)
  if (!unit) return []
  const started = row.started_at as Date | null
  return [
    {
      id: row.id,
      unit: unitRef(unit),
      title: row.title as unknown as Text,
      state: row.state as CampaignSummary['state'],
      started_at: started?.toISOString() ?? null,
      day_number: started ? dayNumberBetween(localDate(started.getTime(), row.zone), localDate(w.now.getTime(), row.zone)) : null,
      zone: row.zone,
    },
  ]
}

const dayNumberBetween = (first: string, day: string): number => Math.round((Date.parse(day) - Date.parse(first)) / 86_400_000) + 1

export async function describeCampaign(core: Core, context: Context, id: string): Promise<CampaignView> {
  return work(context, async (w) => {
    const row = (await campaignRows(w.tx)).find((c) => c.id === id)
    const unit = row && core.organisation.tree.get(row.unit_id)
    if (!row || !unit) throw new Problem(problems['not-found'], { what: '防控战役 campaign' })
    may(w.actor, 'campaign.read', nearestOwn(w, unit.path))
    const playbook = (await playbookRow(w.tx, row.playbook_code, row.playbook_version))!.content as unknown as Playbook
    const [directives, clauses, measures, facts] = [
      await directiveRows(w.tx, id),
      await clauseRows(w.tx, id),
      await measureRows(w.tx, id),
      await rosterFacts(core, w, unit),
    ]
    const views = [...Map.groupBy(measures, (m) => m.code).values()].map((versions) => measureView(core, w, versions, playbook, unit, row.zone, facts))
    const waiting = await sql<{ n: number }>`select count(*)::int as n from to_reconcile`.execute(w.tx)
    const byClause = Map.groupBy(views, (v) => v.clauseId)
    return {
      ...summary(core, w, row)[0]!,
      playbook: { code: row.playbook_code, version: row.playbook_version },
      tasks_a_day: views.filter((v) => v.view.state === 'on' || (row.state === 'draft' && v.view.ready)).reduce((n, v) => n + v.view.tasks_a_day, 0),
      working_out: waiting.rows[0]!.n,
      ladder: playbook.escalation.ladder.map((s) => ({ code: s.code, title: s.title })),
      directives: directives.map((d) => ({
        id: d.id,
        code: d.code,
        number: d.number,
        title: d.title as unknown as Text,
        preamble: playbook.directives.find((p) => p.code === d.code)?.preamble ?? { zh: '', en: '' },
        issued_at: (d.issued_at as Date | null)?.toISOString() ?? null,
        clauses: clauses
          .filter((c) => c.directive_id === d.id)
          .map((c) => ({ id: c.id, code: c.code, number: c.number, ...clauseWords(c.content as unknown as Clause), measures: (byClause.get(c.id) ?? []).map((v) => v.view) })),
      })),
    }
  })
}

const clauseWords = (c: Clause) => ({ label: c.label, title: c.title, text: c.text })

/** A station's chief reads the campaign of the detachment above: the right is asked at the reader's own unit. */
function nearestOwn(w: Work, path: string): string {
  return w.actor.grants.find((g) => g.path.startsWith(`${path}.`))?.path ?? path
}

interface RosterFacts {
  counts: Awaited<ReturnType<typeof rosterCounts>>
  appointments: Appointments
  occupied: ReadonlySet<string>
  members: ReadonlyMap<string, readonly { id: string; name: string; post: string | null }[]>
}

async function rosterFacts(core: Core, w: Work, unit: Unit): Promise<RosterFacts> {
  const { rows } = await sql<{ unit_id: string; id: string; name: string; post: string | null }>`
    select p.unit_id, p.id, p.name, (select a.post from appointment a where a.person_id = p.id and a.until_at is null order by a.from_at limit 1) as post
    from person p join unit u on u.id = p.unit_id
    where p.kind = 'member' and p.retired_at is null and u.path <@ ${unit.path}::ltree
      and not exists (select from presence q where q.person_id = p.id and q.withdrawn_at is null and q.kind not in ('on_station', 'on_shift', 'outing') and q.during @> ${w.now}::timestamptz)
    order by p.staff_no_key`.execute(w.tx)
  return {
    counts: await rosterCounts(w.tx, unit.path),
    appointments: await appointmentsBelow(w.tx, unit.path, w.now),
    occupied: new Set(rows.map((r) => r.unit_id)),
    members: Map.groupBy(rows, (r) => r.unit_id),
  }
}

function measureView(core: Core, w: Work, versions: MeasureRow[], playbook: Playbook, unit: Unit, zone: string, facts: RosterFacts): { clauseId: string; view: MeasureView } {
  const row = versions.filter((v) => v.valid_from <= w.now || v.version === 1).at(-1)!
  const next = versions.find((v) => v.version > row.version)
  const m = row.content
  const subjects = subjectsOf(m, facts.counts)
  const duties = dutiesOf(m, playbook, core.organisation.tree, unit, facts.appointments, facts.occupied)
  const gaps = duties.filter((d) => d.holder === null)
  return {
    clauseId: row.clause_id,
    view: {
      id: row.id,
      code: row.code,
      version: row.version,
      title: m.title,
      state: row.state,
      ready: m.ready,
      subject: m.subject,
      expects: m.expects,
      asks: m.asks,
      ...(m.watch && { watch: m.watch }),
      form: m.form ?? null,
      trigger: m.trigger,
      slots: slotViews(m),
      late: m.late as Record<string, number | null>,
      owner: ownerTitle(m, playbook),
      valid_from: row.valid_from.toISOString(),
      ...(next && { next: { valid_from: next.valid_from.toISOString(), slots: slotViews(next.content) } }),
      subjects,
      tasks_a_day: subjects * slotsADay(m, zone, w.now),
      responsible: { named: duties.length - gaps.length, of: duties.length, gaps: gaps.map((d) => gapView(core, d, facts)) },
    },
  }
}

function slotViews(m: Measure): MeasureView['slots'] {
  const times = new Map(windows(m.slots).map((x) => [x.slot, x]))
  return m.slots.map((s) => {
    const x = times.get(s.code)!
    return { code: s.code, title: s.title, short: s.short, opens: timeOf(x.opens), due: timeOf(x.due), closes: timeOf(x.closes) }
  })
}

function ownerTitle(m: Measure, playbook: Playbook): Text {
  if (m.owner === 'self') return { zh: '本人', en: 'the person' }
  if (m.owner === 'household') return { zh: '家庭', en: 'the household' }
  const { posts } = dutyPosts(m, playbook)
  return posts[0]?.title ?? { zh: '由事件指定', en: 'named by the event' }
}

/** Windows on the next day on which the measure falls; 0 for what begins with an event. */
function slotsADay(m: Measure, zone: string, now: Date): number {
  const today = localDate(now.getTime(), zone)
  for (let i = 0; i < 8; i++) {
    const found = occurrencesOn(m.trigger, m.slots, zone, addDays(today, i))
    if (found.length > 0) return found.length
  }
  return 0
}

function subjectsOf(m: Measure, counts: RosterFacts['counts']): number {
  const of = counts.filter((c) => c.kind === m.subject)
  const kinds = m.subject === 'place' ? m.placeKinds : m.subject === 'unit' ? m.unitKinds : undefined
  return of.filter((c) => !kinds || (c.detail !== null && (kinds as string[]).includes(c.detail))).reduce((n, c) => n + c.n, 0)
}

function gapView(core: Core, duty: Duty, facts: RosterFacts): MeasureView['responsible']['gaps'][number] {
  const people = [...core.organisation.tree.below(duty.unit)].flatMap((u) => facts.members.get(u.id) ?? [])
  const candidates = people.slice(0, 200).map(({ id, name, post }) => ({ id, name, post }))
  const gap = duty.gap!
  return { unit: unitRef(duty.unit), kind: gap.kind, who: gap.who, presence: gap.presence, until: gap.until?.toISOString() ?? null, candidates }
}
