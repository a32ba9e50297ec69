/** Holds every stored report against the salted digest that the audit row of its batch carries. */
import type pg from 'pg'
import type { AuditText } from './digest.ts'
import type { Findings } from './findings.ts'
import { type ReportContent, reportDigest, reportDigestBytes } from './report-digest.ts'

/** The action of an audit row that names a batch of reports. */
export const reportsStored = 'reports.stored'
/** The action of an audit row by which retention says what it deleted. */
export const retentionDeleted = 'retention.deleted'

type StoredReport = ReportContent & { readonly salt: Buffer }

interface Named {
  readonly row: string
  /** Microseconds since 1970: when the batch was stored. */
  readonly at: number
  readonly digest: string
}

const reportsAtOnce = 5000

const reportColumns = `id::text as id, detachment_id::text as detachment_id, subject_kind, subject_id::text as subject_id,
  unit_id::text as unit_id, form, form_version, observed_at, received_at, sent_at, first_tried_at, clamped, sender_kind,
  sender_id::text as sender_id, channel, corrects::text as corrects, flags, answers, salt`

export interface ReportCheck {
  reports: number
  expired: number
}

/** Checks the reports that these audit rows name, adding to `check`. */
export async function checkReports(
  client: pg.ClientBase,
  rows: readonly AuditText[],
  findings: Findings,
  check: ReportCheck,
): Promise<void> {
  let named = new Map<string, Named>()
  for (const row of rows) {
    if (row.action !== reportsStored || row.report_ids === null) continue
    const ids = row.report_ids.split(',')
    if (row.digests?.length !== ids.length * reportDigestBytes * 2) {
      findings.add('batch-unreadable', { row: row.id })
      continue
    }
    for (const [i, id] of ids.entries()) {
      const digest = row.digests.slice(i * reportDigestBytes * 2, (i + 1) * reportDigestBytes * 2)
      named.set(id, { row: row.id, at: Number(row.at), digest })
    }
    if (named.size < reportsAtOnce) continue
    await checkNamed(client, named, findings, check)
    named = new Map()
  }
  if (named.size > 0) await checkNamed(client, named, findings, check)
}

async function checkNamed(client: pg.ClientBase, named: Map<string, Named>, findings: Findings, check: ReportCheck) {
  const { rows } = await client.query<StoredReport>(`select ${reportColumns} from report where id = any ($1::uuid[])`, [
    [...named.keys()],
  ])
  check.reports += named.size
  for (const report of rows) {
    const { digest, row } = named.get(report.id)!
    named.delete(report.id)
    if (reportDigest(report.salt, report).toString('hex') !== digest)
      findings.add('report-changed', { id: report.id, row })
  }
  if (named.size > 0) await checkMissing(client, named, findings, check)
}

/** A report that is gone is right only where a retention row names it and the report was that old. */
async function checkMissing(client: pg.ClientBase, named: Map<string, Named>, findings: Findings, check: ReportCheck) {
  const { rows } = await client.query<{ id: string; before: string }>(
    `select r.id::text as id, a.detail->>'before' as before from audit a, unnest(a.report_ids) as r (id)
     where a.action = '${retentionDeleted}' and a.action <> '${reportsStored}' and r.id = any ($1::uuid[])`,
    [[...named.keys()]],
  )
  const before = new Map(rows.map((row) => [row.id, Date.parse(row.before)]))
  for (const [id, { row, at }] of named) {
    if ((before.get(id) ?? 0) > at / 1000) check.expired++
    else findings.add('report-missing', { id, row })
  }
}

/** Reports that no batch in the audit names. @param since Unix milliseconds; the audit of what came before has expired */
export async function checkInsertedReports(client: pg.ClientBase, findings: Findings, since: number): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `select r.id::text as id from report r where not exists (
       select 1 from (select unnest(report_ids) as id from audit where action = '${reportsStored}') a where a.id = r.id)
       and r.received_at >= $1
     order by 1`,
    [new Date(since)],
  )
  for (const { id } of rows) findings.add('report-inserted', { id })
}
