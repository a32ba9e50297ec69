/** A campaign as its page shows it: directives, clauses, measures, the number of tasks a day on this roster, and gaps. */
import { sql } from 'kysely'
import { can, refusal } from '#platform/access/actor.ts'
import { localDate } from '#platform/local-time.ts'
import { Problem, problems } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import type { Core } from '../core.ts'
import type { Unit } from '../organisation/tree.ts'
import { measureGaps, measureView, unitRef } from './describe-measure.ts'
import type { Clause, Playbook } from './playbook/schema.ts'
import { presenceCounts, rosterFacts } from './roster-facts.ts'
import type { CampaignSummary, CampaignView, Gap, UnitRef } from './schema.ts'
import { campaignRows, clauseRows, directiveRows, measureRows, playbookRow } from './store.ts'
import { ordersTexts } from './texts.ts'

/** Every campaign that concerns the units of the actor: at them, above them or below them. */
export async function listCampaigns(core: Core, context: Context): Promise<CampaignSummary[]> {
  return work(context, async (w) => {
    const rows = await campaignRows(w.tx)
    return rows.filter((r) => scopeAt(core, w, String(r.path)) !== undefined).flatMap((r) => summary(core, w, r))
  })
}

/** The units at which the actor may start a campaign, from the top down; a squad runs none of its own. */
export function campaignUnits(core: Core, context: Context): UnitRef[] {
  const { tree } = core.organisation
  const units = tree.roots.flatMap((root) => [...tree.below(root)])
  return units.filter((u) => u.kind !== 'squad' && can(context.actor, 'campaign.manage', u.path)).map(unitRef)
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
      day_number: started
        ? daysBetween(localDate(started.getTime(), row.zone), localDate(w.now.getTime(), row.zone)) + 1
        : null,
      zone: row.zone,
    },
  ]
}

const daysBetween = (first: string, day: string): number =>
  Math.round((Date.parse(day) - Date.parse(first)) / 86_400_000)

/**
 * The unit at which the reader sees a campaign: its own unit where the right to read reaches it, else the reader's unit
 * below it, with the figures and gaps of that unit only.
 */
function scopeAt(core: Core, w: Work, path: string): Unit | undefined {
  const { tree } = core.organisation
  if (can(w.actor, 'campaign.read', path)) return tree.byPath(path)
  const own = w.actor.grants.find((g) => g.permissions.has('campaign.read') && g.path.startsWith(`${path}.`))
  return own && tree.byPath(own.path)
}

/** @throws Problem not-found, or not-allowed for a campaign that does not concern the reader's unit */
export async function describeCampaign(core: Core, context: Context, id: string): Promise<CampaignView> {
  return work(context, async (w) => {
    const rows = await campaignRows(w.tx)
    const row = rows.find((c) => c.id === id)
    const unit = row && core.organisation.tree.get(row.unit_id)
    if (!row || !unit) throw notFound(w, ordersTexts.campaign)
    const scope = scopeAt(core, w, unit.path)
    if (!scope) throw refusal('campaign.read')
    const playbook = (await playbookRow(w.tx, row.playbook_code, row.playbook_version))!.content as unknown as Playbook
    const facts = await rosterFacts(w.tx, scope.path, w.now)
    const measures = [...Map.groupBy(await measureRows(w.tx, id), (m) => m.code).values()]
    const views = measures.map((versions) =>
      measureView({ core, playbook, scope, zone: row.zone, facts, now: w.now }, versions),
    )
    const other = rows.find((c) => c.id !== id && c.unit_id === row.unit_id && c.state === 'running')
    const members = facts.counts.filter((c) => c.kind === 'person').reduce((n, c) => n + c.n, 0)
    const households = facts.counts.filter((c) => c.kind === 'household').reduce((n, c) => n + c.n, 0)
    const counted = views.filter((v) => v.view.state === 'on' || (row.state === 'draft' && v.view.ready))
    return {
      ...summary(core, w, row)[0]!,
      playbook: { code: row.playbook_code, version: row.playbook_version },
      now: w.now.toISOString(),
      scope: unitRef(scope),
      tasks_a_day: counted.reduce((n, v) => n + v.view.tasks_a_day, 0),
      working_out: row.state === 'draft' ? 0 : await workingOut(w),
      members,
      households,
      presence: presenceCounts(facts.counts),
      ladder: ladderOf(playbook),
      repeat_minutes: playbook.escalation.repeatMinutes,
      night: playbook.escalation.night,
      blocked_by: row.state !== 'running' && other ? { id: other.id, title: other.title as unknown as Text } : null,
      directives: await directives(
        w,
        id,
        playbook,
        Map.groupBy(views, (v) => v.clauseId),
      ),
    }
  })
}

/** Every gap of one measure, where the campaign's page shows the first few. */
export async function listGaps(core: Core, context: Context, id: string, code: string): Promise<Gap[]> {
  return work(context, async (w) => {
    const row = (await campaignRows(w.tx)).find((c) => c.id === id)
    const scope = row && scopeAt(core, w, String(row.path))
    const measure = (await measureRows(w.tx, id)).filter((m) => m.code === code).at(-1)
    if (!row || !scope || !measure) throw notFound(w, ordersTexts.measure)
    const playbook = (await playbookRow(w.tx, row.playbook_code, row.playbook_version))!.content as unknown as Playbook
    const facts = await rosterFacts(w.tx, scope.path, w.now)
    return measureGaps({ core, playbook, scope, zone: row.zone, facts, now: w.now }, measure.content)
  })
}

const ladderOf = (playbook: Playbook): CampaignView['ladder'] =>
  playbook.escalation.ladder.map((s, i, all) => ({ code: s.code, title: s.title, repeats: i === all.length - 1 }))

async function workingOut(w: Work): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from to_reconcile`.execute(w.tx)
  return rows[0]!.n
}

async function directives(
  w: Work,
  id: string,
  playbook: Playbook,
  byClause: Map<string, ReturnType<typeof measureView>[]>,
): Promise<CampaignView['directives']> {
  const clauses = Map.groupBy(await clauseRows(w.tx, id), (c) => c.directive_id)
  return (await directiveRows(w.tx, id)).map((d) => ({
    id: d.id,
    code: d.code,
    number: d.number,
    title: d.title as unknown as Text,
    preamble: playbook.directives.find((p) => p.code === d.code)?.preamble ?? { zh: '', en: '' },
    issued_at: (d.issued_at as Date | null)?.toISOString() ?? null,
    clauses: (clauses.get(d.id) ?? []).map((c) => {
      const { label, title, text } = c.content as unknown as Clause
      return {
        id: c.id,
        code: c.code,
        number: c.number,
        label,
        title,
        text,
        measures: (byClause.get(c.id) ?? []).map((v) => v.view),
      }
    }),
  }))
}

/** "Not found" in the reader's own language. */
export const notFound = (context: Context, what: Text): Problem =>
  new Problem(problems['not-found'], { what: what[context.language] })
