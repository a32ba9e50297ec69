/** Routes of the audit: search, head, verification. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { route } from '../http/route.ts'
import { readAudit, readHead } from './actions.ts'
import { AuditPageShape, AuditQuery, HeadShape, VerificationShape, VerifyBody } from './schema.ts'
import { readVerification, startVerification } from './verifications.ts'

export function auditRoutes(app: FastifyInstance): void {
  route(app, {
    method: 'GET',
    url: '/api/audit',
    permission: 'audit.read',
    summary: { zh: '查阅审计记录', en: 'Search the audit' },
    schema: { querystring: AuditQuery, response: { 200: AuditPageShape } },
    handler: (context, { query }) => readAudit(context, query),
  })
  route(app, {
    method: 'GET',
    url: '/api/audit/head',
    permission: 'audit.read',
    summary: { zh: '最新封印的号和摘要', en: 'Number and digest of the newest seal' },
    schema: { response: { 200: HeadShape } },
    handler: (context) => readHead(context),
  })
  route(app, {
    method: 'POST',
    url: '/api/audit/verify',
    permission: 'audit.read',
    summary: { zh: '开始核验审计', en: 'Start verifying the audit' },
    schema: { body: VerifyBody, response: { 202: Type.Object({ id: Type.String() }) } },
    handler: async (context, { body }, reply) => {
      const id = await startVerification(context, body)
      reply.code(202)
      return { id }
    },
  })
  route(app, {
    method: 'GET',
    url: '/api/audit/verify/:id',
    permission: 'audit.read',
    summary: { zh: '核验的进度和结果', en: 'Progress and result of a verification' },
    schema: { params: Type.Object({ id: Type.String({ format: 'uuid' }) }), response: { 200: VerificationShape } },
    handler: (context, { params }) => readVerification(context.services, params.id),
  })
}
