/** The audit is sealed, verified, and every way of tampering with it as superuser is found. */
import { beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '#test/support/database.ts'
import { type Algorithm, type AuditText, auditColumns, byId, rowDigest, sealDigest, zeros } from './digest.ts'
import { auditHead, parseHead } from './head.ts'
import { sealAudit } from './sealer.ts'
import { act, type Story, storeReports, story } from './story.fixture.ts'
import { verifyAudit } from './verify.ts'

const db = await testDatabase()
let s: Story

const owner = (text: string, values: unknown[] = []) => db.owner.query(text, values)
const kinds = (found: { findings: readonly { kind: string }[] }) => found.findings.map((finding) => finding.kind)
const idOf = async (action: string): Promise<string> =>
  (await owner('select id from audit where action = $1', [action])).rows[0].id

beforeEach(async () => {
  await owner('truncate audit, audit_unsealed, audit_seal, published, report, setting')
  s = story(db)
})

/** Three seals over five rows and four reports. */
async function threeSeals(): Promise<string[]> {
  await act(s, 'campaign.started', 'roster.imported')
  await sealAudit(s.services)
  const ids = await storeReports(s, [{ celsius: 36.6 }, { celsius: 37.8, site: 'axillary' }])
  await act(s, 'task.exempted')
  s.clock.forward({ seconds: 1 })
  await sealAudit(s.services)
  ids.push(...(await storeReports(s, [{ people: [{ well: true, person: 'x' }] }, { 备注: '好 "引号" \n \\' }])))
  await sealAudit(s.services)
  return ids
}

test('what the program wrote verifies, whatever the order of keys in the answers', async () => {
  await threeSeals()
  const found = await verifyAudit(s.services)
  expect(found).toMatchObject({
    ok: true,
    seals: 3,
    rows: 5,
    reports: 4,
    unsealed: { count: 0 },
    findings: [],
    notes: [],
  })
  expect(found.head).toEqual({
    ...(await auditHead(db.app)),
    at: expect.any(String),
  })
})

test('an empty audit verifies and says that there is no seal', async () => {
  expect(await verifyAudit(s.services)).toMatchObject({ ok: true, head: null, notes: [{ kind: 'empty' }] })
})

test('the unsealed tail is named, and a sealer that stands still is told', async () => {
  await threeSeals()
  await act(s, 'presence.entered')
  s.clock.forward({ minutes: 5 })
  const found = await verifyAudit(s.services)
  expect(found.ok).toBe(true)
  expect(found.unsealed).toEqual({ count: 1, ids: [await idOf('presence.entered')] })
  expect(found.notes.map((note) => note.kind)).toEqual(['unsealed-tail', 'sealer-behind'])
})

describe('tampering as superuser', () => {
  beforeEach(async () => void (await threeSeals()))

  test('a changed row is named', async () => {
    await owner(`update audit set actor_name = '站长赵建国' where action = 'task.exempted'`)
    expect((await verifyAudit(s.services)).findings).toMatchObject([
      { kind: 'row-changed', no: 2, id: await idOf('task.exempted') },
    ])
  })

  test('a change of a microsecond is a change', async () => {
    await owner(`update audit set at = at + interval '1 microsecond' where action = 'campaign.started'`)
    expect(kinds(await verifyAudit(s.services))).toEqual(['row-changed'])
  })

  test('a deleted row is named, and its reports count as unknown', async () => {
    const id = await idOf('campaign.started')
    await owner('delete from audit where id = $1', [id])
    expect((await verifyAudit(s.services)).findings).toMatchObject([{ kind: 'row-missing', no: 1, id }])
  })

  test('a truncated audit is found row by row', async () => {
    await owner('truncate audit')
    const found = await verifyAudit(s.services)
    expect(found.counts).toEqual({ 'row-missing': 5, 'report-inserted': 4 })
  })

  test('audit, seals and list truncated together: the reports and the printed head still tell', async () => {
    const head = (await auditHead(db.app))!
    await owner('truncate audit, audit_seal, audit_unsealed')
    expect((await verifyAudit(s.services, { head })).counts).toEqual({ 'report-inserted': 4, 'head-missing': 1 })
  })

  test('an inserted row is named', async () => {
    await owner(`insert into audit (id, detachment_id, at, actor_kind, action)
      select gen_random_uuid(), detachment_id, at, 'account', 'task.exempted' from audit limit 1`)
    expect(kinds(await verifyAudit(s.services))).toEqual(['row-inserted'])
  })

  test('a second row under the id of a sealed one shows', async () => {
    await owner(`insert into audit (id, detachment_id, at, actor_kind, action)
      select id, gen_random_uuid(), at, actor_kind, action from audit where action = 'task.exempted'`)
    expect(kinds(await verifyAudit(s.services))).toEqual(['row-changed'])
  })

  test('a row deleted before it was sealed leaves its gap in the seal', async () => {
    await act(s, 'alert.closed')
    await owner(`delete from audit where action = 'alert.closed'`)
    expect(kinds(await verifyAudit(s.services))).toEqual(['unsealed-row-missing'])
    await sealAudit(s.services)
    expect(kinds(await verifyAudit(s.services))).toEqual(['row-gone-before-seal'])
  })

  test('a seal taken out of the middle is found', async () => {
    await owner('delete from audit_seal where no = 2')
    const found = await verifyAudit(s.services)
    expect(found.counts).toEqual({ 'seal-missing': 1, 'row-inserted': 2 })
    expect(found.findings[0]!.text.zh).toBe('第 2 号到第 2 号封印不见了：封印链中间被删。')
  })

  test('seals taken from the end leave rows that nothing names, and a printed head that is not there', async () => {
    const head = (await auditHead(db.app))!
    await owner('delete from audit_seal where no = 3')
    expect((await verifyAudit(s.services)).counts).toEqual({ 'row-inserted': 1 })
    expect(kinds(await verifyAudit(s.services, { head }))).toContain('head-missing')
  })

  test('a changed seal does not match itself, nor the next one it', async () => {
    await owner(`update audit_seal set at = at - interval '1 hour' where no = 2`)
    expect(kinds(await verifyAudit(s.services))).toEqual(['seal-changed'])
    await owner(`update audit_seal set digest = sha256('x') where no = 1`)
    expect((await verifyAudit(s.services)).counts).toEqual({ 'seal-changed': 2, 'seal-broken': 1 })
  })

  test('a changed report, a deleted one, an inserted one', async () => {
    await owner(
      `update report set answers = '{"celsius": 36.6, "site": "axillary"}' where answers @> '{"celsius": 37.8}'`,
    )
    expect(kinds(await verifyAudit(s.services))).toEqual(['report-changed'])
    await owner(`delete from report where answers @> '{"site": "axillary"}'`)
    expect(kinds(await verifyAudit(s.services))).toEqual(['report-missing'])
    const columns = (
      await owner(`select string_agg(quote_ident(attname), ',') as c from pg_attribute
      where attrelid = 'report'::regclass and attnum > 0 and attname <> 'id'`)
    ).rows[0].c
    await owner(`insert into report (id, ${columns}) select gen_random_uuid(), ${columns} from report limit 1`)
    expect((await verifyAudit(s.services)).counts).toEqual({ 'report-missing': 1, 'report-inserted': 1 })
  })

  test('taking the fever flag off a report is a change', async () => {
    await owner(`update report set flags = '{}' where answers @> '{"celsius": 37.8}'`)
    expect(kinds(await verifyAudit(s.services))).toEqual(['report-changed'])
  })

  test('a chain computed anew verifies in itself, and is found against the printed head and against the remembered print', async () => {
    const printed = (await auditHead(db.app))!
    await owner(`update audit set actor_name = '别人' where action = 'campaign.started'`)
    await computeAnew()
    expect(await verifyAudit(s.services)).toMatchObject({ ok: true, findings: [] })

    const head = parseHead(`${printed.no}:${printed.digest.slice(0, 16).toUpperCase()}`)
    const found = await verifyAudit(s.services, { head })
    expect(found.findings).toMatchObject([{ kind: 'head-differs', no: 3 }])
    expect(found.findings[0]!.text.en).toContain('computed anew')

    await owner(
      `insert into published (id, at, kind, as_of, seal_no, seal_digest, algorithm, digest)
       values (gen_random_uuid(), $1, 'board', $1, 3, $2, 'sha256', '')`,
      [new Date(s.clock.now()), Buffer.from(printed.digest, 'hex')],
    )
    expect(kinds(await verifyAudit(s.services))).toEqual(['head-differs'])
  })
})

/** What somebody with the superuser's password and this source can do: every seal made again over changed rows. */
async function computeAnew(): Promise<void> {
  const seals = (await owner('select * from audit_seal order by no')).rows
  let previous: Buffer = zeros
  for (const seal of seals) {
    const algorithm = seal.algorithm as Algorithm
    const found = await owner(`select ${auditColumns} from audit where id = any ($1)`, [seal.audit_ids])
    const rows = byId(found.rows as AuditText[])
    const rowDigests = Buffer.concat(seal.audit_ids.map((id: string) => rowDigest(algorithm, rows.get(id) ?? [])))
    const ids = seal.audit_ids
    const digest = sealDigest({ no: seal.no, at: seal.at.getTime(), algorithm, previous, ids, rowDigests })
    await owner('update audit_seal set previous = $2, row_digests = $3, digest = $4 where no = $1', [
      seal.no,
      previous,
      rowDigests,
      digest,
    ])
    previous = digest
  }
}

test('writers, sealers on three nodes and a verification at once: every row is sealed exactly once', async () => {
  const actions = Array.from({ length: 40 }, (_, i) => `batch.${i}`)
  const writers = actions.map((action) => act(s, action))
  const sealers = [0, 1, 2].map(async () => {
    for (let i = 0; i < 15; i++) await sealAudit(s.services)
  })
  const checks = [0, 1].map(() => verifyAudit(s.services))
  await Promise.all([...writers, ...sealers])
  for (const found of await Promise.all(checks)) expect(found.ok).toBe(true)
  await sealAudit(s.services)
  const found = await verifyAudit(s.services)
  expect(found).toMatchObject({ ok: true, rows: 40, unsealed: { count: 0 } })
  const { rows } = await owner(
    'select count(distinct i)::int as n, count(*)::int as all from audit_seal, unnest(audit_ids) i',
  )
  expect(rows[0]).toEqual({ n: 40, all: 40 })
})

test('the chain goes on when the algorithm is changed to SM3, each seal naming its own', async () => {
  await threeSeals()
  await owner(`insert into setting values ('audit.algorithm', '"sm3"', $1)`, [new Date(s.clock.now())])
  await act(s, 'setting.changed')
  await sealAudit(s.services)
  expect(await verifyAudit(s.services)).toMatchObject({ ok: true, seals: 4, head: { algorithm: 'sm3' } })
  await owner(`update audit set action = 'setting.kept' where action = 'setting.changed'`)
  expect(kinds(await verifyAudit(s.services))).toEqual(['row-changed'])
})

test('the program itself may neither change nor delete an audit row or a seal', async () => {
  await threeSeals()
  for (const text of [
    'update audit set action = action',
    'delete from audit',
    'delete from audit_seal',
    'truncate audit_seal',
  ]) {
    await expect(db.appPool.query(text)).rejects.toThrow('permission denied')
  }
})

test('a head that was copied wrongly is refused with a sentence', () => {
  expect(() => parseHead('128')).toThrow('head-unreadable')
  expect(parseHead(' 12：9F2C 4B7A 01D3 E85C ')).toEqual({ no: 12, digest: '9f2c4b7a01d3e85c' })
})
