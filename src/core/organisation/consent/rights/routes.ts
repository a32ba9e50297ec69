/** Routes of requests about one's data: for those who answer them, and for the household that asked. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import Type from 'typebox'
import { route } from '#platform/http/route.ts'
import { work } from '#platform/work.ts'
import type { Core } from '../../../core.ts'
import {
  answerRights,
  deleteForRights,
  exportRights,
  listRights,
  openRights,
  rightsDetail,
  rightsPermission,
} from './actions.ts'
import { ownMemberRights, ownRights } from './own.ts'
import {
  AnswerBody,
  DeleteBody,
  DeletedAnswer,
  OwnRequests,
  RightsCount,
  RightsDetail,
  RightsId,
  RightsList,
  RightsQuery,
} from './schema.ts'
import { keptWorkbook } from './workbook.ts'

export function rightsRoutes(http: FastifyInstance, core: Core): void {
  const { organisation } = core
  const permission = rightsPermission

  route(http, {
    method: 'GET',
    url: '/api/household/rights-requests',
    permission: 'self',
    summary: { zh: '自家提过的信息请求和答复', en: 'A household’s own requests and their answers' },
    schema: { response: { 200: OwnRequests } },
    handler: (context) => ownRights(context, organisation),
  })

  route(http, {
    method: 'GET',
    url: '/api/me/rights-requests',
    permission: 'self',
    summary: { zh: '本人提过的信息请求和答复', en: 'A member’s own requests and their answers' },
    schema: { response: { 200: OwnRequests } },
    handler: (context) => ownMemberRights(context, organisation),
  })

  route(http, {
    method: 'GET',
    url: '/api/rights/count',
    permission,
    summary: { zh: '有多少信息请求等着答复', en: 'How many requests about data wait for an answer' },
    schema: { response: { 200: RightsCount } },
    handler: (context) => work(context, openRights),
  })

  route(http, {
    method: 'GET',
    url: '/api/rights',
    permission,
    summary: { zh: '家属和队员关于个人信息的请求', en: 'Requests of families and members about their data' },
    schema: { querystring: RightsQuery, response: { 200: RightsList } },
    handler: (context, { query }) => listRights(context, organisation, query.state ?? 'open'),
  })

  route(http, {
    method: 'GET',
    url: '/api/rights/:id',
    permission,
    summary: { zh: '一个请求，和它涉及多少上报', en: 'One request, and how many reports it concerns' },
    schema: { params: RightsId, response: { 200: RightsDetail } },
    handler: (context, { params }) => rightsDetail(context, organisation, params.id),
  })

  route(http, {
    method: 'GET',
    url: '/api/rights/:id/kept.json',
    permission,
    summary: { zh: '留存的全部信息（JSON）', en: 'Everything that is kept, as JSON' },
    schema: { params: RightsId },
    async handler(context, { params }, reply) {
      const { kept } = await exportRights(context, organisation, params.id, 'json')
      fileHeaders(reply, 'application/json; charset=utf-8', `${kept.request.about}-留存信息.json`)
      return reply.send(Buffer.from(JSON.stringify(kept, null, 2)))
    },
  })

  route(http, {
    method: 'GET',
    url: '/api/rights/:id/kept.xlsx',
    permission,
    summary: { zh: '留存的全部信息（Excel）', en: 'Everything that is kept, as a workbook' },
    schema: { params: RightsId },
    async handler(context, { params }, reply) {
      const { kept, unit } = await exportRights(context, organisation, params.id, 'xlsx')
      const bytes = await keptWorkbook(kept, unit.zone, context.language)
      const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
      fileHeaders(reply, type, `${kept.request.about}-留存信息.xlsx`)
      return reply.send(Buffer.from(bytes))
    },
  })

  route(http, {
    method: 'POST',
    url: '/api/rights/:id/delete-reports',
    permission,
    summary: { zh: '按请求删除上报', en: 'Delete the reports that a request concerns' },
    schema: { params: RightsId, body: DeleteBody, response: { 200: DeletedAnswer } },
    handler: (context, { params, body }) => deleteForRights(context, organisation, params.id, body.reports),
  })

  route(http, {
    method: 'POST',
    url: '/api/rights/:id/answer',
    permission,
    summary: { zh: '答复请求', en: 'Answer a request' },
    schema: { params: RightsId, body: AnswerBody, response: { 204: Type.Null() } },
    async handler(context, { params, body }, reply) {
      await answerRights(context, organisation, params.id, body.outcome)
      return reply.code(204).send(null)
    },
  })
}

function fileHeaders(reply: FastifyReply, type: string, name: string): void {
  reply.header('content-type', type)
  reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
  reply.header('cache-control', 'no-store')
}
