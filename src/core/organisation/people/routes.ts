/** The addresses of people and units. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Core } from '#core/core.ts'
import { route } from '#platform/http/route.ts'
import { findPeople, readPerson, readUnits, transferPerson } from './actions.ts'
import { PeopleAnswer, PeopleQuery, PersonAnswer, PersonParams, TransferBody, UnitsAnswer } from './schema.ts'

export function peopleRoutes(http: FastifyInstance, core: Core): void {
  route(http, {
    method: 'GET',
    url: '/api/units',
    permission: 'people.read',
    summary: { zh: '单位', en: 'the units that one may see' },
    schema: { response: { 200: UnitsAnswer } },
    handler: (context) => readUnits(core, context),
  })

  route(http, {
    method: 'GET',
    url: '/api/people',
    permission: 'people.read',
    summary: { zh: '找人、看名册', en: 'find people, read the roster' },
    schema: { querystring: PeopleQuery, response: { 200: PeopleAnswer } },
    handler: (context, { query }) => findPeople(core, context, query),
  })

  route(http, {
    method: 'GET',
    url: '/api/people/:id',
    permission: 'people.read',
    summary: { zh: '一个人', en: 'one person' },
    schema: { params: PersonParams, response: { 200: PersonAnswer } },
    handler: (context, { params }) => readPerson(core, context, params.id),
  })

  route(http, {
    method: 'POST',
    url: '/api/people/:id/transfer',
    permission: 'presence.write',
    summary: { zh: '调动到另一个单位', en: 'move a member to another unit' },
    schema: { params: PersonParams, body: TransferBody, response: { 204: Type.Null() } },
    async handler(context, { params, body }, reply) {
      await transferPerson(core, context, params.id, body.unit)
      return reply.code(204).send(null)
    },
  })
}
