/** The addresses of rosters: check a file, say yes, follow, take back, print the codes. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Core } from '#core/core.ts'
import { route } from '#platform/http/route.ts'
import { Problem } from '#platform/problems.ts'
import {
  checkUpload,
  listImports,
  readBadRows,
  readCheck,
  readImport,
  readPeopleOf,
  showCodes,
  startImport,
} from './actions.ts'
import { badRowsCsv, badRowsXlsx } from './bad-rows.ts'
import { maxFileBytes, rosterProblems } from './faults.ts'
import {
  ApplyBody,
  CodesAnswer,
  ImportShape,
  ImportsAnswer,
  ListAnswer,
  ListQuery,
  RosterCheck,
  UploadParams,
} from './schema.ts'
import { startTakeBack } from './undo.ts'

const permission = 'roster.import'

/** A file's body is taken as it is, whatever the browser calls it. */
function uploadRoute(http: FastifyInstance): void {
  http.removeAllContentTypeParsers()
  http.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: maxFileBytes },
    (_request: FastifyRequest, body: Buffer, done: (error: Error | null, body?: Buffer) => void) => done(null, body),
  )
  route(http, {
    method: 'POST',
    url: '/api/roster/check',
    permission,
    summary: { zh: '核对花名册文件，什么都不写', en: 'check a roster file; nothing is written' },
    schema: {
      querystring: Type.Object({ name: Type.Optional(Type.String({ maxLength: 300 })) }),
      response: { 200: RosterCheck },
    },
    bodyLimit: maxFileBytes,
    handler(context, { query }, _reply, request) {
      const bytes = request.body as Buffer | undefined
      if (!bytes || bytes.length === 0) throw new Problem(rosterProblems['roster-empty'])
      const pasted = /^text\/tab-separated-values/.test(request.headers['content-type'] ?? '')
      return checkUpload(context, { name: query.name ?? fileName(request), bytes, pasted })
    },
  })
}

/** The name where it is sent as a header, percent-encoded since headers are ASCII. */
function fileName(request: FastifyRequest): string {
  const sent = String(request.headers['x-file-name'] ?? '').slice(0, 1000)
  try {
    return decodeURIComponent(sent)
      .replace(/\p{Cc}/gu, '')
      .slice(0, 200)
  } catch {
    return sent.slice(0, 200)
  }
}

function sendFile(reply: FastifyReply, type: string, name: string, bytes: Uint8Array) {
  reply.header('content-type', type)
  reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
  return reply.send(bytes)
}

export function rosterRoutes(http: FastifyInstance, core: Core): void {
  http.register(async (child) => uploadRoute(child))

  route(http, {
    method: 'GET',
    url: '/api/roster/:id',
    permission,
    summary: { zh: '再看一次核对结果', en: 'what the check found, once more' },
    schema: { params: UploadParams, response: { 200: RosterCheck } },
    handler: (context, { params }) => readCheck(context, params.id),
  })

  route(http, {
    method: 'GET',
    url: '/api/roster/:id/people',
    permission,
    summary: { zh: '核对结果里的名单', en: 'the people behind a count of the check' },
    schema: { params: UploadParams, querystring: ListQuery, response: { 200: ListAnswer } },
    handler: (context, { params, query }) => readPeopleOf(context, params.id, query.list, query.cursor ?? 0),
  })

  route(http, {
    method: 'GET',
    url: '/api/roster/:id/bad.xlsx',
    permission,
    summary: { zh: '下载要改的行（xlsx）', en: 'download the rows to mend as .xlsx' },
    schema: { params: UploadParams },
    async handler(context, { params }, reply) {
      const bytes = await badRowsXlsx(await readBadRows(context, params.id), context.language)
      return sendFile(
        reply,
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        '要改的行.xlsx',
        Buffer.from(bytes),
      )
    },
  })

  route(http, {
    method: 'GET',
    url: '/api/roster/:id/bad.csv',
    permission,
    summary: { zh: '下载要改的行（csv）', en: 'download the rows to mend as .csv' },
    schema: { params: UploadParams },
    async handler(context, { params }, reply) {
      return sendFile(
        reply,
        'text/csv; charset=utf-8',
        '要改的行.csv',
        badRowsCsv(await readBadRows(context, params.id), context.language),
      )
    },
  })

  route(http, {
    method: 'POST',
    url: '/api/roster/:id/apply',
    permission,
    summary: { zh: '写进名册', en: 'write it into the roster' },
    schema: { params: UploadParams, body: ApplyBody, response: { 202: Type.Object({ import: Type.String() }) } },
    async handler(context, { params, body }, reply) {
      const yes = { goodOnly: body.good_only ?? false, retire: body.retire ?? false, newUnits: body.new_units ?? false }
      return reply.code(202).send({ import: await startImport(core, context, params.id, yes) })
    },
  })

  route(http, {
    method: 'GET',
    url: '/api/roster/imports',
    permission,
    summary: { zh: '导入记录', en: 'imports so far' },
    schema: { response: { 200: ImportsAnswer } },
    handler: async (context) => ({ imports: await listImports(core, context) }),
  })

  route(http, {
    method: 'GET',
    url: '/api/roster/imports/:id',
    permission,
    summary: { zh: '一次导入到哪一步了', en: 'one import and how far it is' },
    schema: { params: UploadParams, response: { 200: ImportShape } },
    handler: (context, { params }) => readImport(core, context, params.id),
  })

  route(http, {
    method: 'POST',
    url: '/api/roster/imports/:id/take-back',
    permission,
    summary: { zh: '整批撤回', en: 'take a whole import back' },
    schema: { params: UploadParams, response: { 202: Type.Object({ import: Type.String() }) } },
    async handler(context, { params }, reply) {
      await startTakeBack(core, context, params.id)
      return reply.code(202).send({ import: params.id })
    },
  })

  route(http, {
    method: 'POST',
    url: '/api/roster/imports/:id/codes',
    permission,
    summary: { zh: '取一次性登录码，只显示一次', en: 'the one-time codes, shown once' },
    schema: { params: UploadParams, response: { 200: CodesAnswer } },
    handler: (context, { params }) => showCodes(core, context, params.id),
  })
}
