/** Routes of Today. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { Core } from '#core/core.ts'
import { route } from '#platform/http/route.ts'
import { unitAsked } from '../unit-asked.ts'
import { readToday } from './read.ts'
import { readRollCall } from './roll-call.ts'
import { RollCallShape, TodayShape } from './schema.ts'

const Query = Type.Object({ unit: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })) })

export function todayRoutes(http: FastifyInstance, core: Core): void {
  route(http, {
    method: 'GET',
    url: '/api/today',
    permission: 'board.read',
    summary: { zh: '今日', en: 'Today' },
    schema: { querystring: Query, response: { 200: TodayShape } },
    handler: (context, { query }) => readToday(core, context, unitAsked(core, context, query.unit, 'board.read')),
  })
  route(http, {
    method: 'GET',
    url: '/api/roll-call',
    permission: 'report.write',
    summary: { zh: '点名名单，按在位情况填好', en: 'The roll-call, pre-filled from presence' },
    schema: { querystring: Query, response: { 200: RollCallShape } },
    handler: (context, { query }) => readRollCall(core, context, unitAsked(core, context, query.unit, 'report.write')),
  })
}
