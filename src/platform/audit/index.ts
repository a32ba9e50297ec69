/** What the audit plugs in. */
import type { Base } from '#platform/base.ts'
import type { Part } from '#platform/part.ts'
import { auditPersonalData } from './personal-data.ts'
import { auditRoutes } from './routes.ts'
import { sealAudit } from './sealer.ts'
import { verificationsDone } from './verifications.ts'

export const auditPart: Part<Base> = {
  name: 'audit',
  routes: auditRoutes,
  sweeps: [{ name: 'audit.seal', everySeconds: 0, run: async ({ services }) => void (await sealAudit(services)) }],
  personalData: auditPersonalData,
  stop: verificationsDone,
}
