/** Routes of the phone pages' data. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { Core } from '#core/core.ts'
import { route } from '#platform/http/route.ts'
import { householdPage } from './household.ts'
import { memberPage } from './me.ts'
import { squadSheet } from './squad.ts'

export function healthRoutes(http: FastifyInstance, core: Core): void {
  route(http, {
    method: 'GET',
    url: '/api/household',
    permission: 'self',
    summary: { zh: '家属填报页的内容', en: 'What a household’s page shows' },
    schema: {},
    handler: (context) => householdPage(core, context),
  })

  route(http, {
    method: 'GET',
    url: '/api/me',
    permission: 'self',
    summary: { zh: '本人填报页的内容', en: 'What a member’s own page shows' },
    schema: {},
    handler: (context) => memberPage(core, context),
  })

  route(http, {
    method: 'GET',
    url: '/api/squad',
    permission: 'report.write',
    summary: { zh: '代报表的内容', en: 'What the squad sheet shows' },
    schema: { querystring: Type.Object({ unit: Type.Optional(Type.String({ maxLength: 400 })) }) },
    handler: (context, { query }) => squadSheet(core, context, query.unit),
  })
}
