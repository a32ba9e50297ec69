/** Routes of alerts. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { Core } from '#core/core.ts'
import { route } from '#platform/http/route.ts'
import { unitAsked } from '../unit-asked.ts'
import { assessAlert, closeAlert, controlAlert } from './actions.ts'
import { listAlerts, readAlert } from './read.ts'
import { AlertPageShape, AlertShape, AssessBody, alertStates, CloseBody, ControlBody } from './schema.ts'

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) })
const Done = { 200: Type.Object({ ok: Type.Boolean() }) }
const ok = { ok: true }

export function alertRoutes(http: FastifyInstance, core: Core): void {
  route(http, {
    method: 'GET',
    url: '/api/alerts',
    permission: 'health.read',
    summary: { zh: '预警列表', en: 'Alerts at and below a unit' },
    schema: {
      querystring: Type.Object({
        unit: Type.Optional(Type.String()),
        state: Type.Optional(Type.Enum([...alertStates])),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
        offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000, default: 0 })),
      }),
      response: { 200: AlertPageShape },
    },
    handler: async (context, { query }) =>
      listAlerts(
        core,
        context,
        unitAsked(core, context, query.unit, 'health.read'),
        query.state ? [query.state] : alertStates.filter((s) => s !== 'closed'),
        { limit: query.limit ?? 50, offset: query.offset ?? 0 },
      ),
  })
  route(http, {
    method: 'GET',
    url: '/api/alerts/:id',
    permission: 'health.read',
    summary: { zh: '打开一条预警', en: 'Open one alert' },
    schema: { params: Id, response: { 200: AlertShape } },
    handler: (context, { params }) => readAlert(core, context, params.id),
  })
  route(http, {
    method: 'POST',
    url: '/api/alerts/:id/assess',
    permission: 'alert.handle',
    summary: { zh: '评估', en: 'Assess an alert' },
    schema: { params: Id, body: AssessBody, response: Done },
    handler: async (context, { params, body }) => {
      await assessAlert(core, context, params.id, body)
      return ok
    },
  })
  route(http, {
    method: 'POST',
    url: '/api/alerts/:id/control',
    permission: 'alert.handle',
    summary: { zh: '管控', en: 'State a control plan' },
    schema: { params: Id, body: ControlBody, response: Done },
    handler: async (context, { params, body }) => {
      await controlAlert(core, context, params.id, body)
      return ok
    },
  })
  route(http, {
    method: 'POST',
    url: '/api/alerts/:id/close',
    permission: 'alert.handle',
    summary: { zh: '了结', en: 'Close an alert' },
    schema: { params: Id, body: CloseBody, response: Done },
    handler: async (context, { params, body }) => {
      await closeAlert(core, context, params.id, body)
      return ok
    },
  })
}
