/** The route of the "why" box. */
import type { FastifyInstance } from 'fastify'
import type { Core } from '#core/core.ts'
import { route } from '#platform/http/route.ts'
import { unitAsked } from '../unit-asked.ts'
import { WhyQuery, WhyShape } from './schema.ts'
import { readWhy } from './why.ts'

export function escalationRoutes(http: FastifyInstance, core: Core): void {
  route(http, {
    method: 'GET',
    url: '/api/escalation',
    permission: 'board.read',
    summary: { zh: '催报到哪一步、为什么', en: 'Who was reminded, who is next, and why' },
    schema: { querystring: WhyQuery, response: { 200: WhyShape } },
    handler: (context, { query }) =>
      readWhy(core, context, unitAsked(core, context, query.unit, 'board.read'), {
        measure: query.measure,
        day: query.day,
        slot: query.slot,
      }),
  })
}
