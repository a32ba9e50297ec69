/** SQL of playbooks, campaigns, directives, clauses and measures. */
import { sql } from 'kysely'
import type { Tx, Work } from '#platform/work.ts'
import type { Form, Measure, Playbook } from './playbook/schema.ts'

export const playbookRow = (tx: Tx, code: string, version?: number) =>
  tx
    .selectFrom('playbook')
    .selectAll()
    .where('code', '=', code)
    .$if(version !== undefined, (q) => q.where('version', '=', version!))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()

export const playbooks = (tx: Tx) =>
  tx.selectFrom('playbook').select(['code', 'version', 'loaded_at', 'content']).orderBy('code').orderBy('version', 'desc').execute()

export async function insertPlaybook(w: Work, source: string, playbook: Playbook): Promise<void> {
  await w.tx
    .insertInto('playbook')
    .values({ code: playbook.playbook, version: playbook.version, source, content: JSON.stringify(playbook), loaded_at: w.now })
    .execute()
}

/** Publishes forms; a version that is there already stays as it is. */
export async function insertForms(w: Work, forms: readonly Form[]): Promise<void> {
  if (forms.length === 0) return
  await w.tx
    .insertInto('form')
    .values(forms.map((f) => ({ code: f.code, version: f.version, content: JSON.stringify(f), published_at: w.now })))
    .onConflict((c) => c.doNothing())
    .execute()
}

export const campaignRow = (tx: Tx, id: string) =>
  tx.selectFrom('campaign').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

export const campaignRows = (tx: Tx) =>
  tx
    .selectFrom('campaign')
    .innerJoin('unit', 'unit.id', 'campaign.unit_id')
    .selectAll('campaign')
    .select(['unit.path', 'unit.name as unit_name'])
    .orderBy('campaign.created_at', 'desc')
    .execute()

/** Writes a campaign's directives, clauses and measures from its playbook. */
export async function insertOrders(w: Work, campaignId: string, unitName: string, playbook: Playbook): Promise<void> {
  const clauseIds = new Map<string, string>()
  for (const [sort, d] of playbook.directives.entries()) {
    const id = w.id()
    await w.tx
      .insertInto('directive')
      .values({ id, campaign_id: campaignId, code: d.code, number: directiveNumber(unitName, w.now, sort), title: JSON.stringify(d.title), sort })
      .execute()
    const clauses = d.clauses.map((c, i) => {
      const clauseId = w.id()
      clauseIds.set(`${d.code}.${c.number}`, clauseId)
      return { id: clauseId, directive_id: id, code: `${d.code}.${c.number}`, number: String(c.number), title: JSON.stringify(c.title), content: JSON.stringify(c), sort: i }
    })
    await w.tx.insertInto('clause').values(clauses).execute()
  }
  const measures = playbook.measures.map((m, sort) => ({
    id: w.id(),
    campaign_id: campaignId,
    clause_id: clauseIds.get(m.clause)!,
    code: m.code,
    version: 1,
    content: JSON.stringify(m),
    state: 'off',
    valid_from: w.now,
    sort,
  }))
  await w.tx.insertInto('measure').values(measures).execute()
}

/** 舜消〔2020〕1号: a mark made of the unit's first character; the office may change it. */
const directiveNumber = (unitName: string, now: Date, sort: number): string => `${unitName.slice(0, 1)}消〔${now.getFullYear()}〕${sort + 1}号`

export interface MeasureRow {
  id: string
  campaign_id: string
  clause_id: string
  code: string
  version: number
  content: Measure
  state: 'off' | 'on' | 'paused'
  valid_from: Date
  valid_until: Date | null
  sort: number
}

/** Every version of every measure of a campaign, newest last. */
export async function measureRows(tx: Tx, campaignId: string): Promise<MeasureRow[]> {
  const rows = await tx.selectFrom('measure').selectAll().where('campaign_id', '=', campaignId).orderBy('sort').orderBy('version').execute()
  return rows as unknown as MeasureRow[]
}

export const directiveRows = (tx: Tx, campaignId: string) =>
  tx.selectFrom('directive').selectAll().where('campaign_id', '=', campaignId).orderBy('sort').execute()

export const clauseRows = (tx: Tx, campaignId: string) =>
  tx
    .selectFrom('clause')
    .innerJoin('directive', 'directive.id', 'clause.directive_id')
    .selectAll('clause')
    .where('directive.campaign_id', '=', campaignId)
    .orderBy('directive.sort')
    .orderBy('clause.sort')
    .execute()

/** Ends the open version of a measure and begins the next. */
export async function insertMeasureVersion(w: Work, from: MeasureRow, content: Measure, validFrom: Date): Promise<string> {
  await w.tx.updateTable('measure').set({ valid_until: validFrom }).where('id', '=', from.id).execute()
  const id = w.id()
  await w.tx
    .insertInto('measure')
    .values({
      id,
      campaign_id: from.campaign_id,
      clause_id: from.clause_id,
      code: from.code,
      version: from.version + 1,
      content: JSON.stringify(content),
      state: from.state,
      valid_from: validFrom,
      sort: from.sort,
    })
    .execute()
  return id
}

/** What a measure counts on this roster: its subjects at and below a unit, by kind. */
export async function rosterCounts(tx: Tx, path: string) {
  const { rows } = await sql<{ kind: string; detail: string | null; n: number }>`
    with units as (select id, kind from unit where path <@ ${path}::ltree and closed_at is null)
    select 'person' as kind, null as detail, count(*)::int as n from person p where p.kind = 'member' and p.retired_at is null and p.unit_id in (select id from units)
    union all select 'household', null, count(*)::int from household h where h.retired_at is null and h.unit_id in (select id from units)
      and exists (select from person p where p.household_id = h.id and p.kind = 'relative' and p.retired_at is null)
    union all select 'place', l.kind, count(*)::int from place l where l.closed_at is null and l.unit_id in (select id from units) group by l.kind
    union all select 'unit', u.kind, count(*)::int from units u group by u.kind`.execute(tx)
  return rows
}
