import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { systemContext, work } from '#platform/work.ts'
import { testApp } from '#test/support/app.ts'
import { importRosterFile } from './apply.ts'
import { takeBack } from './undo.ts'
const t = await testApp({ now: '2026-11-25T06:00:00+08:00' })
const sample = (await readFile(new URL('../../../../sample/shungeng.csv', import.meta.url), 'utf8')).replace('\uFEFF', '').replaceAll('\r\n', '\n').trimEnd().split('\n')
test('20,000 rows', async () => {
  const lines = [sample[0]!]
  for (let k = 0; k < 10; k++) for (const line of sample.slice(1)) lines.push(line.replace(/^舜耕支队,([^,]+)大队/, `舜耕支队,$1${k}大队`).replace(/^舜耕支队,,机关/, `舜耕支队,,机关${k}科`).replaceAll('SG0', `S${k}0`).replace(/138550(\d{5})/, `138${k}50$1`))
  const start = performance.now(); let last = start
  const out = await importRosterFile(t.app.core, systemContext(t.services), { name: 'x.csv', bytes: Buffer.from(lines.join('\n')) }, { apply: true, goodOnly: true, retire: false, onProgress: (s, p) => { const n = performance.now(); if (n - last > 500) { console.log(Math.round(n - start), s.en, p.toFixed(2)); last = n } } })
  console.log(out.rows, out.good, out.bad.slice(0, 2), out.added, out.applied, Math.round(performance.now() - start), 'ms')
  expect(out.applied).toBe(true)
  const s2 = performance.now()
  const { rows } = await t.db.owner.query('select id, octet_length(undo::text) as n from roster_import')
  await takeBack(t.app.core, systemContext(t.services), rows[0].id)
  console.log('undo', rows[0].n, 'take back', Math.round(performance.now() - s2), 'ms', (await t.db.owner.query('select (select count(*)::int from person) p, (select count(*)::int from unit) u, (select count(*)::int from account) a')).rows)
}, 200_000)
