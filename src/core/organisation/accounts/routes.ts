/** The addresses of accounts. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Core } from '#core/core.ts'
import { route } from '#platform/http/route.ts'
import type { Context } from '#platform/work.ts'
import { newCode, readAccounts, setDisabled, setLocked } from './actions.ts'
import { AccountParams, AccountsAnswer, AccountsQuery, CodeIssued } from './schema.ts'

const permission = 'account.manage'

export function accountRoutes(http: FastifyInstance, core: Core): void {
  route(http, {
    method: 'GET',
    url: '/api/accounts',
    permission,
    summary: { zh: '谁能登录', en: 'who may sign in' },
    schema: { querystring: AccountsQuery, response: { 200: AccountsAnswer } },
    handler: (context, { query }) => readAccounts(context, core, query),
  })
  route(http, {
    method: 'POST',
    url: '/api/accounts/:id/code',
    permission,
    summary: { zh: '发一个新的一次性登录码', en: 'give a new one-time code' },
    schema: { params: AccountParams, response: { 200: CodeIssued } },
    handler: (context, { params }) => newCode(context, core, params.id),
  })
  const switches = [
    [
      'POST',
      'lock',
      { zh: '锁定账号', en: 'lock an account' },
      (c: Context, id: string) => setLocked(c, core, id, true),
    ],
    [
      'DELETE',
      'lock',
      { zh: '解锁账号', en: 'unlock an account' },
      (c: Context, id: string) => setLocked(c, core, id, false),
    ],
    [
      'POST',
      'disable',
      { zh: '停用账号', en: 'disable an account' },
      (c: Context, id: string) => setDisabled(c, core, id, true),
    ],
    [
      'DELETE',
      'disable',
      { zh: '恢复账号', en: 'enable an account' },
      (c: Context, id: string) => setDisabled(c, core, id, false),
    ],
  ] as const
  for (const [method, name, summary, act] of switches) {
    route(http, {
      method,
      url: `/api/accounts/:id/${name}`,
      permission,
      summary,
      schema: { params: AccountParams, response: { 204: Type.Null() } },
      async handler(context, { params }, reply) {
        await act(context, params.id)
        return reply.code(204).send(null)
      },
    })
  }
}
