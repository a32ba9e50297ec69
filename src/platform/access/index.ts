/** What access plugs in. */
import type { Base } from '#platform/base.ts'
import type { Part } from '#platform/part.ts'
import { accessPersonalData } from './personal-data.ts'
import { sessionRoutes } from './routes-session.ts'
import { tokenRoutes } from './routes-tokens.ts'
import { deleteExpiredSessions, forgetTries } from './store.ts'

const day = 86_400

export const accessPart: Part<Base> = {
  name: 'access',
  routes(http, base) {
    sessionRoutes(http, base)
    tokenRoutes(http, base)
  },
  sweeps: [
    {
      name: 'access.expired',
      everySeconds: 3600,
      async run({ services }) {
        const now = services.clock.now()
        await deleteExpiredSessions(services.database.app, new Date(now))
        await forgetTries(services.database.app, new Date(now - day * 1000))
      },
    },
  ],
  personalData: accessPersonalData,
}
