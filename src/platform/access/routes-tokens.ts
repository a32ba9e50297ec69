/** The addresses of API tokens. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Base } from '#platform/base.ts'
import { route } from '../http/route.ts'
import { TokenItem, TokenMade, TokenRequest } from './schema.ts'
import { listTokens, makeTokenAs, revokeToken } from './tokens.ts'

export function tokenRoutes(http: FastifyInstance, { identities }: Base): void {
  route(http, {
    method: 'GET',
    url: '/api/tokens',
    permission: 'account.manage',
    summary: { zh: '在用的令牌', en: 'tokens in use' },
    schema: { response: { 200: Type.Array(TokenItem) } },
    handler: (context) => listTokens(context, identities),
  })
  route(http, {
    method: 'POST',
    url: '/api/tokens',
    permission: 'account.manage',
    summary: { zh: '新建令牌，只显示这一次', en: 'make a token; it is shown this once' },
    schema: { body: TokenRequest, response: { 201: TokenMade } },
    async handler(context, { body }, reply) {
      return reply.code(201).send(await makeTokenAs(context, identities, body))
    },
  })
  route(http, {
    method: 'DELETE',
    url: '/api/tokens/:id',
    permission: 'account.manage',
    summary: { zh: '撤销令牌', en: 'revoke a token' },
    schema: { params: Type.Object({ id: Type.String({ format: 'uuid' }) }), response: { 204: Type.Null() } },
    async handler(context, { params }, reply) {
      await revokeToken(context, identities, params.id)
      identities.clear()
      return reply.code(204).send(null)
    },
  })
}
