/** Starts the playbook that ships with the program in a test's world, and works out everybody's tasks. */
import { draftCampaign, startCampaign } from '#core/orders/actions.ts'
import { systemContext } from '#platform/work.ts'
import type { TestApp } from './app.ts'

/** @returns the campaign's id */
export async function startRespiratory(t: TestApp, world: { detachment: { id: string } }): Promise<string> {
  const context = systemContext(t.services)
  const { id } = await draftCampaign(t.app.core, context, { unitId: world.detachment.id, playbook: 'respiratory' })
  await startCampaign(t.app.core, context, id)
  await t.sweep()
  return id
}
