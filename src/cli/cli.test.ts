/** The command line as child processes: results on standard output alone, one sentence on standard error, exit codes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sealAudit } from '#platform/audit/sealer.ts'
import { act, detachment, station, storeReports, story } from '#platform/audit/story.fixture.ts'
import { tableDigests } from '#platform/backup/backup.ts'
import { testDatabase } from '#test/support/database.ts'
import { parse } from './parse.ts'
import { terminal } from './run.fixture.ts'
import { verbs } from './verbs.ts'

// Each command is a program of its own that starts, opens the database and ends: seconds where other work shares the machine.
vi.setConfig({ testTimeout: 60_000 })

const db = await testDatabase()
const { folder, muster, leave } = terminal(db.key)

afterAll(leave)
beforeAll(async () => {
  const s = story(db)
  const unit = `insert into unit (id, kind, name, path, detachment_id, created_at) values ($1, $2, $3, $4, $5, $6)`
  await db.owner.query(unit, [detachment, 'detachment', '舜耕支队', '1', detachment, new Date(s.clock.now())])
  await db.owner.query(unit, [station, 'station', '大通站', '2', detachment, new Date(s.clock.now())])
  await act(s, 'campaign.started')
  await storeReports(s, [{ celsius: 36.6 }])
  await sealAudit(s.services)
})

test('verify-audit: a whole audit ends with 0; a changed row with 1 and one sentence; --json is one document', async () => {
  const whole = await muster(db, 'verify-audit', '--json')
  expect(JSON.parse(whole.out)).toMatchObject({ ok: true, seals: 1, rows: 2, reports: 1, findings: [] })
  expect(whole).toMatchObject({ code: 0, err: '' })

  await db.owner.query(`update audit set actor_name = '别人' where action = 'campaign.started'`)
  const changed = await muster(db, 'verify-audit', '--lang', 'en')
  expect(changed.code).toBe(1)
  expect(changed.err).toBe('The audit does not agree in 1 place, listed above.\n')
  expect(changed.out).toMatch(/^The audit row [0-9a-f-]{36} was changed after it was sealed \(seal 1\)\.$/m)
  await db.owner.query(`update audit set actor_name = 'system' where action = 'campaign.started'`)

  const paper = await muster(db, 'verify-audit', '--head', `1:${'0'.repeat(64)}`)
  expect(paper.code).toBe(1)
  expect(paper.out).toContain('整条链在打印之后被重新算过')
})

test('check: an installation without a campaign has nothing to compare', async () => {
  const { code, out, err } = await muster(db, 'check', '--json')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(JSON.parse(out)).toMatchObject({ ok: true, notes: [{ kind: 'no-campaign' }] })
})

test('backup and restore: into a folder from where the user stands, back into an empty database, and the audit verifies', async () => {
  const before = await tableDigests(db.ownerUrl)
  const made = await muster(db, 'backup', 'copy', '--json')
  expect(made.code).toBe(0)
  expect(JSON.parse(made.out)).toMatchObject({ dir: join(folder, 'copy'), seal: { no: 1 } })
  expect(JSON.parse(readFileSync(join(folder, 'copy/manifest.json'), 'utf8')).tables.length).toBeGreaterThan(40)

  const again = await muster(db, 'backup', 'copy')
  expect(again).toMatchObject({
    code: 1,
    out: '',
    err: `目录 ${join(folder, 'copy')} 里已经有东西，备份要放进新的或空的目录。\n`,
  })

  const empty = await testDatabase()
  const restored = await muster(empty, 'restore', 'copy')
  expect(restored.code).toBe(0)
  expect(restored.out).toContain('密钥与备份时相同')
  const verified = await muster(empty, 'verify-audit', '--json')
  expect(JSON.parse(verified.out)).toMatchObject({ ok: true, seals: 1, unsealed: { count: 1 } })
  const { audit: _a, audit_unsealed: _u, ...after } = await tableDigests(empty.ownerUrl)
  for (const [table, digest] of Object.entries(after)) expect({ table, ...digest }).toEqual({ table, ...before[table] })

  const twice = await muster(empty, 'restore', 'copy', '--lang', 'en')
  expect(twice).toMatchObject({ code: 1, out: '' })
  expect(twice.err).toContain('Add --replace')
  await empty.close()
})

test('what is not understood ends with 2 and one sentence', async () => {
  expect(await muster(db, 'chek')).toEqual({ code: 2, out: '', err: '没有“chek”这个命令。用 help 看全部命令。\n' })
  const drill = await muster(db, 'drill', '--lang', 'en')
  expect(drill).toEqual({ code: 1, out: '', err: 'Drills come with a later version.\n' })
})

test('every verb names what it needs; options before and after the verb are read alike', () => {
  const sentence = (...argv: string[]) => {
    try {
      const { verb, args, json, language } = parse(verbs, argv, {})
      return { verb: verb?.name, ...args, json, language }
    } catch (error) {
      return (error as { text: { en: string } }).text.en
    }
  }
  expect(
    sentence('--json', '--lang', 'en', 'campaign', 'start', '--unit', '1', '--playbook=respiratory'),
  ).toMatchObject({
    verb: 'campaign start',
    json: true,
    language: 'en',
    operands: [],
    options: { unit: '1', playbook: 'respiratory' },
  })
  expect(sentence('campaign', 'start', '--unit', '1')).toBe('campaign start needs --playbook P.')
  expect(sentence('campaign', 'end')).toBe('There is no command “campaign end”. “help” lists them all.')
  expect(sentence('restore')).toBe('restore needs DIR.')
  expect(sentence('restore', 'a', 'b')).toBe('restore does not take “b”.')
  expect(sentence('restore', 'a', '--force')).toBe('restore has no option --force. See restore --help.')
  expect(sentence('board', '--day')).toBe('The option --day takes a value: YYYY-MM-DD.')
  expect(sentence('board', '--lang', 'fr')).toBe('The option --lang takes a value: zh|en.')
  expect(sentence('import-roster', '花名册.xlsx', '--apply')).toMatchObject({
    operands: ['花名册.xlsx'],
    options: { apply: true },
  })
  expect(sentence()).toMatchObject({ verb: undefined })
})

test('help speaks both languages: Chinese holds Han, English none', () => {
  for (const verb of verbs) {
    const texts = [
      verb.summary,
      ...(verb.operands ?? []).map((o) => o.text),
      ...Object.values(verb.options).map((o) => o.text),
    ]
    for (const text of texts) {
      expect(text.zh).toMatch(/\p{Script=Han}/u)
      expect(text.en).not.toMatch(/\p{Script=Han}/u)
    }
  }
})
