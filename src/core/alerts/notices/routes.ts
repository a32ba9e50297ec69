/** Routes of notices and of what is done by hand about missing names. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { Core } from '#core/core.ts'
import { route } from '#platform/http/route.ts'
import { acknowledge, readInbox, seen } from './actions.ts'
import { exempt, noteTry, readTries, remind, unexempt } from './by-hand.ts'
import { ExemptBody, NoticeShape, RemindBody, Reminded, Tries, TryBody, UnexemptBody } from './schema.ts'

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) })
const Done = { 200: Type.Object({ ok: Type.Boolean() }) }
const ok = { ok: true }

export function noticeRoutes(http: FastifyInstance, core: Core): void {
  route(http, {
    method: 'GET',
    url: '/api/notices',
    permission: 'self',
    summary: { zh: '我的提醒', en: 'My notices' },
    schema: { response: { 200: Type.Object({ notices: Type.Array(NoticeShape) }) } },
    handler: async (context) => ({ notices: await readInbox(core, context) }),
  })
  route(http, {
    method: 'POST',
    url: '/api/notices/:id/acknowledge',
    permission: 'self',
    summary: { zh: '知道了，我来办', en: 'Acknowledge a notice' },
    schema: { params: Id, response: { 200: Type.Object({ until: Type.String() }) } },
    handler: async (context, { params }) => ({ until: await acknowledge(core, context, params.id) }),
  })
  route(http, {
    method: 'POST',
    url: '/api/notices/:id/seen',
    permission: 'self',
    summary: { zh: '看到了', en: 'A notice was shown' },
    schema: { params: Id, response: Done },
    handler: async (context, { params }) => {
      await seen(context, params.id)
      return ok
    },
  })
  route(http, {
    method: 'POST',
    url: '/api/tasks/remind',
    permission: 'task.remind',
    summary: { zh: '催报', en: 'Remind by hand' },
    schema: { body: RemindBody, response: { 200: Reminded } },
    handler: (context, { body }) => remind(core, context, body),
  })
  route(http, {
    method: 'POST',
    url: '/api/tasks/tries',
    permission: 'task.remind',
    summary: { zh: '记一次联系', en: 'Note a call or a visit' },
    schema: { body: TryBody, response: { 200: Tries } },
    handler: (context, { body }) => noteTry(core, context, body),
  })
  route(http, {
    method: 'GET',
    url: '/api/tasks/:id/tries',
    permission: 'people.read',
    summary: { zh: '联系记录', en: 'Calls and visits so far' },
    schema: { params: Id, response: { 200: Tries } },
    handler: (context, { params }) => readTries(core, context, params.id),
  })
  route(http, {
    method: 'POST',
    url: '/api/tasks/exempt',
    permission: 'task.exempt',
    summary: { zh: '免报', en: 'Exempt with a reason' },
    schema: { body: ExemptBody, response: Done },
    handler: async (context, { body }) => {
      await exempt(core, context, body)
      return ok
    },
  })
  route(http, {
    method: 'POST',
    url: '/api/tasks/unexempt',
    permission: 'task.exempt',
    summary: { zh: '撤销免报', en: 'Take an exemption back' },
    schema: { body: UnexemptBody, response: Done },
    handler: async (context, { body }) => {
      await unexempt(core, context, body.tasks)
      return ok
    },
  })
}
