/** The addresses of presence by hand. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Core } from '#core/core.ts'
import { route } from '#platform/http/route.ts'
import { endPresence, enterPresence, previewPresence, withdrawPresence } from './actions.ts'
import { EndBody, PresenceBody, PresenceParams, PreviewAnswer } from './schema.ts'

const permission = 'presence.write'

export function presenceRoutes(http: FastifyInstance, core: Core): void {
  route(http, {
    method: 'POST',
    url: '/api/presence',
    permission,
    summary: { zh: '登记一个人在哪里', en: 'enter where a person is' },
    schema: { body: PresenceBody, response: { 201: Type.Object({ id: Type.String() }) } },
    async handler(context, { body }, reply) {
      return reply.code(201).send(await enterPresence(core, context, body))
    },
  })

  route(http, {
    method: 'POST',
    url: '/api/presence/preview',
    permission,
    summary: { zh: '登记之前看看会怎样', en: 'what would follow, before it is entered' },
    schema: { body: PresenceBody, response: { 200: PreviewAnswer } },
    handler: (context, { body }) => previewPresence(core, context, body),
  })

  route(http, {
    method: 'PUT',
    url: '/api/presence/:id',
    permission,
    summary: { zh: '改结束时间', en: 'set when a period ends' },
    schema: { params: PresenceParams, body: EndBody, response: { 204: Type.Null() } },
    async handler(context, { params, body }, reply) {
      await endPresence(core, context, params.id, body.until)
      return reply.code(204).send(null)
    },
  })

  route(http, {
    method: 'DELETE',
    url: '/api/presence/:id',
    permission,
    summary: { zh: '撤销一段登记', en: 'withdraw a period' },
    schema: { params: PresenceParams, response: { 204: Type.Null() } },
    async handler(context, { params }, reply) {
      await withdrawPresence(core, context, params.id)
      return reply.code(204).send(null)
    },
  })
}
