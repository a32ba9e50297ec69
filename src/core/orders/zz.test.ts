import { test } from 'vitest'
import { testApp } from '#test/support/app.ts'
import { insertMember } from '#test/support/world.ts'
import { insertStationPlaces, insertUnit } from '#core/organisation/store/units.ts'
import { organisationChanged } from '#core/organisation/organisation.ts'
test('scale', { timeout: 120000 }, async () => {
  const t = await testApp()
  let root: any
  await t.work(async (w) => {
    root = await insertUnit(w, { parent: null, kind: 'detachment', name: '大支队' })
    let no = 0
    for (let b = 0; b < 10; b++) {
      const br = await insertUnit(w, { parent: root, kind: 'brigade', name: `${b}大队` })
      for (let s = 0; s < 12; s++) {
        const st = await insertUnit(w, { parent: br, kind: 'station', name: `${b}${s}站` })
        await insertStationPlaces(w, [{ id: st.id, detachmentId: root.id }])
        for (let q = 0; q < 4; q++) { const sq = await insertUnit(w, { parent: st, kind: 'squad', name: `${q}班` }); for (let i = 0; i < 6; i++) await insertMember(w, `人${no}`, `N${++no}`, sq, null) }
      }
    }
    await organisationChanged(w)
  })
  await t.app.core.organisation.refresh()
  const c = await t.token(root.id, ['campaign.read', 'campaign.manage'])
  const { body } = await c.post('/api/campaigns', { unit: root.id, playbook: 'respiratory' })
  for (let i = 0; i < 4; i++) { const s = performance.now(); const a = await c.send('GET', `/api/campaigns/${body.id}`); console.log(Math.round(performance.now() - s), 'ms', Math.round(JSON.stringify(a.body).length / 1024), 'KB', a.status) }
})
