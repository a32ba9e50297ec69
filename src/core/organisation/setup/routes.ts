/** The addresses of the first visit. */
import type { FastifyInstance } from 'fastify'
import type { Core } from '#core/core.ts'
import { createAdministrator, isFirstVisit } from '#platform/access/accounts.ts'
import { cookieOf, sendCookie } from '#platform/access/cookie.ts'
import type { AdministratorRequest as NewAdministrator } from '#platform/access/schema.ts'
import { setupState } from '#platform/access/session.ts'
import { browserOf, signIn } from '#platform/access/sign-in.ts'
import { route } from '#platform/http/route.ts'
import { Problem } from '#platform/problems.ts'
import { type Context, work } from '#platform/work.ts'
import { holdsSampleOnly } from './first.ts'
import { setupProblems } from './problems.ts'
import { readProgress, startSample } from './sample.ts'
import { AdministratorRequest, SampleProgress, Setup } from './schema.ts'

/**
 * Makes the first administrator.
 * @throws Problem `setup-done` where somebody is let in already, `setup-terminal` where the roster holds real people
 */
export async function makeFirstAdministrator(core: Core, context: Context, input: NewAdministrator): Promise<void> {
  await core.organisation.ensure()
  await work(context, async (w) => {
    if (!(await isFirstVisit(w))) throw new Problem(setupProblems['setup-done'])
    if (core.organisation.tree.size > 0 && !(await holdsSampleOnly(w.tx)))
      throw new Problem(setupProblems['setup-terminal'])
    await createAdministrator(w, { ...input, name: input.name.trim() })
  })
}

export function setupRoutes(http: FastifyInstance, core: Core): void {
  route(http, {
    method: 'GET',
    url: '/api/setup',
    permission: 'open',
    summary: { zh: '首次使用还差哪一步', en: 'what the first visit still has to do' },
    schema: { response: { 200: Setup } },
    handler: async (context) => ({ state: await setupState(context, core.identities) }),
  })
  route(http, {
    method: 'POST',
    url: '/api/setup/administrator',
    permission: 'open',
    summary: { zh: '首次使用：建管理员，并登录', en: 'first visit: make the administrator and sign in' },
    schema: { body: AdministratorRequest, response: { 201: Setup } },
    async handler(context, { body }, reply, request) {
      await makeFirstAdministrator(core, context, body)
      const login = { login: body.login, password: body.password }
      const opened = await signIn(context, login, browserOf(request, cookieOf(request)))
      sendCookie(request, reply, opened.token)
      return reply.code(201).send({ state: await setupState(context, core.identities) })
    },
  })
  route(http, {
    method: 'POST',
    url: '/api/setup/sample',
    permission: 'system.manage',
    summary: { zh: '首次使用：装入样例支队', en: 'first visit: load the sample detachment' },
    schema: { response: { 202: SampleProgress } },
    async handler(context, _input, reply) {
      return reply.code(202).send(await startSample(context, core))
    },
  })
  route(http, {
    method: 'GET',
    url: '/api/setup/progress',
    permission: 'system.manage',
    summary: { zh: '样例支队装到哪一步', en: 'how far the sample detachment is loaded' },
    schema: { response: { 200: SampleProgress } },
    handler: (context) => readProgress(context),
  })
}
