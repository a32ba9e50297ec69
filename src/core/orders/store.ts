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
  tx
    .selectFrom('playbook')
    .select(['code', 'version', 'loaded_at', 'content'])
    .orderBy('code')
    .orderBy('version', 'desc')
    .execute()

export async function insertPlaybook(w: Work, source: string, playbook: Playbook): Promise<void> {
  await w.tx
    .insertInto('playbook')
    .values({
      code: playbook.playbook,
      version: playbook.version,
      source,
      content: JSON.stringify(playbook),
      loaded_at: w.now,
    })
    .execute()
}

/** Publishes forms. @returns those whose version is published already with other content; nothing of them is written */
export async function insertForms(w: Work, forms: readonly Form[]): Promise<Form[]> {
  if (forms.length === 0) return []
  const values = forms.map((f) => ({
    code: f.code,
    version: f.version,
    content: JSON.stringify(f),
    published_at: w.now,
  }))
  await w.tx
    .insertInto('form')
    .values(values)
    .onConflict((c) => c.doNothing())
    .execute()
  const { rows } = await sql<{ code: string; version: number }>`select f.code, f.version from form f
    join unnest(${values.map((v) => v.code)}::text[], ${values.map((v) => v.version)}::int[], ${values.map((v) => v.content)}::text[]) as n(code, version, content)
      on n.code = f.code and n.version = f.version where f.content::jsonb <> n.content::jsonb`.execute(w.tx)
  return forms.filter((f) => rows.some((r) => r.code === f.code && r.version === f.version))
}

/** A form's newest version, or the one asked for. */
export const formRow = (tx: Tx, code: string, version?: number) =>
  tx
    .selectFrom('form')
    .selectAll()
    .where('code', '=', code)
    .$if(version !== undefined, (q) => q.where('version', '=', version!))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()

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
export async function insertOrders(
  w: Work,
  campaignId: string,
  unit: { name: string; year: string },
  playbook: Playbook,
): Promise<void> {
  const clauseIds = new Map<string, string>()
  for (const [sort, d] of playbook.directives.entries()) {
    const id = w.id()
    await w.tx
      .insertInto('directive')
      .values({
        id,
        campaign_id: campaignId,
        code: d.code,
        number: directiveNumber(unit, sort),
        title: JSON.stringify(d.title),
        sort,
      })
      .execute()
    const clauses = d.clauses.map((c, i) => {
      const clauseId = w.id()
      clauseIds.set(`${d.code}.${c.number}`, clauseId)
      return {
        id: clauseId,
        directive_id: id,
        code: `${d.code}.${c.number}`,
        number: String(c.number),
        title: JSON.stringify(c.title),
        content: JSON.stringify(c),
        sort: i,
      }
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

/** 舜消〔2020〕1号: a mark made of the unit's first character and the local year; the office may change it. */
const directiveNumber = (unit: { name: string; year: string }, sort: number): string =>
  `${[...unit.name][0]}消〔${unit.year}〕${sort + 1}号`

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
  const rows = await tx
    .selectFrom('measure')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .orderBy('sort')
    .orderBy('version')
    .execute()
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

/** Ends the version in force and begins the next. */
export async function insertMeasureVersion(
  w: Work,
  from: MeasureRow,
  content: Measure,
  validFrom: Date,
): Promise<void> {
  await endVersion(w, from.id, validFrom)
  await w.tx
    .insertInto('measure')
    .values({
      id: w.id(),
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
}

/** A version that has not begun takes other words and, with them, another beginning. */
export async function rewriteVersion(
  w: Work,
  before: MeasureRow | undefined,
  row: MeasureRow,
  content: Measure,
  validFrom: Date,
): Promise<void> {
  if (before) await endVersion(w, before.id, validFrom)
  await w.tx
    .updateTable('measure')
    .set({ content: JSON.stringify(content), valid_from: validFrom })
    .where('id', '=', row.id)
    .execute()
}

const endVersion = (w: Work, id: string, at: Date) =>
  w.tx.updateTable('measure').set({ valid_until: at }).where('id', '=', id).execute()

/** Holds a unit against another start or naming at the same time, until the work ends. */
export const lockUnit = (tx: Tx, id: string) =>
  tx.selectFrom('unit').select('id').where('id', '=', id).forNoKeyUpdate().execute()

/** Members at, below or above a unit whose name or staff number holds the words, those of the unit first. */
export async function findMembers(tx: Tx, path: string, q: string, now: Date) {
  const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<{
    id: string
    name: string
    staff_no: string
    unit: string
    post: string | null
    away: string | null
  }>`
    select p.id, p.name, p.staff_no, u.name as unit,
      (select a.post from appointment a where a.person_id = p.id and a.from_at <= ${now} and (a.until_at is null or a.until_at > ${now}) order by a.from_at limit 1) as post,
      (select q.kind from presence q where q.person_id = p.id and q.withdrawn_at is null and q.kind not in ('on_station', 'on_shift', 'outing') and q.during @> ${now}::timestamptz limit 1) as away
    from person p join unit u on u.id = p.unit_id
    where p.kind = 'member' and p.retired_at is null and (u.path <@ ${path}::ltree or u.path @> ${path}::ltree)
      and (p.name ilike ${like} or p.staff_no_key ilike ${like} or p.grams @> array[lower(${q})])
    order by (u.path <@ ${path}::ltree) desc, p.staff_no_key limit 20`.execute(tx)
  return rows
}
