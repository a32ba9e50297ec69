/** Routes of consent: what a household says on its own page. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { route } from '#platform/http/route.ts'
import type { Core } from '../../core.ts'
import { giveConsent } from './actions.ts'
import { askForOwnRights, askForRights } from './rights/own.ts'
import { rightsRoutes } from './rights/routes.ts'
import { ConsentBody, OwnRightsBody, RightsAnswer, RightsBody } from './schema.ts'

export function consentRoutes(http: FastifyInstance, core: Core): void {
  rightsRoutes(http, core)

  route(http, {
    method: 'POST',
    url: '/api/household/consent',
    permission: 'self',
    summary: { zh: '同意或不同意填报', en: 'Consent or decline for relatives' },
    schema: { body: ConsentBody, response: { 204: Type.Null() } },
    async handler(context, { body }, reply) {
      await giveConsent(context, core.organisation, body)
      return reply.code(204).send(null)
    },
  })

  route(http, {
    method: 'POST',
    url: '/api/household/rights-request',
    permission: 'self',
    summary: { zh: '要求查看、复制、更正或删除自家的信息', en: 'Ask to see, copy, correct or delete what is kept' },
    schema: { body: RightsBody, response: { 201: RightsAnswer } },
    async handler(context, { body }, reply) {
      return reply.code(201).send(await askForRights(context, core.organisation, body))
    },
  })

  route(http, {
    method: 'POST',
    url: '/api/me/rights-request',
    permission: 'self',
    summary: {
      zh: '要求查看、复制、更正或删除本人的信息',
      en: 'Ask to see, copy, correct or delete what is kept about oneself',
    },
    schema: { body: OwnRightsBody, response: { 201: RightsAnswer } },
    async handler(context, { body }, reply) {
      return reply.code(201).send(await askForOwnRights(context, core.organisation, body))
    },
  })
}
