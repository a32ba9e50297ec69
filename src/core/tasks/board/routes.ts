/** The board's addresses: schema, permission, one action each. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import type { Core } from '#core/core.ts'
import { route } from '#platform/http/route.ts'
import {
  exportBoard,
  findPublished,
  printBoard,
  printList,
  readBoard,
  readColumns,
  readDays,
  readList,
} from './actions.ts'
import { sendFresh } from './etag.ts'
import {
  Board,
  BoardQuery,
  Columns,
  Days,
  DaysQuery,
  FoundPaper,
  ListPage,
  ListPrint,
  ListPrintQuery,
  ListQuery,
  Print,
} from './schema.ts'

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function boardRoutes(http: FastifyInstance, core: Core): void {
  route(http, {
    method: 'GET',
    url: '/api/board',
    permission: 'board.read',
    summary: { zh: '一个单位一天的措施落实', en: 'the measures of a unit on a day' },
    schema: { querystring: BoardQuery, response: { 200: Board } },
    handler: async (context, { query }, reply, request) =>
      sendFresh(request, reply, await readBoard(context, core, query)),
  })
  route(http, {
    method: 'GET',
    url: '/api/board/columns',
    permission: 'board.read',
    summary: { zh: '各列对应的文件和条款', en: 'the clause behind each column' },
    schema: { querystring: BoardQuery, response: { 200: Columns } },
    handler: (context, { query }) => readColumns(context, core, query),
  })
  route(http, {
    method: 'GET',
    url: '/api/board/list',
    permission: 'board.read',
    summary: { zh: '一个数字背后的名单', en: 'the list behind a number' },
    schema: { querystring: ListQuery, response: { 200: ListPage } },
    handler: async (context, { query }, reply, request) =>
      sendFresh(request, reply, await readList(context, core, query)),
  })
  route(http, {
    method: 'GET',
    url: '/api/board/days',
    permission: 'board.read',
    summary: { zh: '最近 14 天走势', en: 'the trend of the last 14 days' },
    schema: { querystring: DaysQuery, response: { 200: Days } },
    handler: async (context, { query }, reply, request) =>
      sendFresh(request, reply, await readDays(context, core, query)),
  })
  route(http, {
    method: 'GET',
    url: '/api/board.xlsx',
    permission: 'board.read',
    summary: { zh: '导出为表格', en: 'the board as a workbook' },
    schema: { querystring: BoardQuery },
    handler: async (context, { query }, reply) => {
      const { name, bytes } = await exportBoard(context, core, query)
      reply.header('content-type', xlsxType)
      reply.header(
        'content-disposition',
        `attachment; filename="board.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`,
      )
      return reply.send(Buffer.from(bytes))
    },
  })
  route(http, {
    method: 'POST',
    url: '/api/board/prints',
    permission: 'board.read',
    summary: { zh: '打印：定格当前数据并留下校验码', en: 'print: freeze the figures and keep their digest' },
    schema: { body: BoardQuery, response: { 200: Print } },
    handler: (context, { body }) => printBoard(context, core, body),
  })
  route(http, {
    method: 'POST',
    url: '/api/board/list/prints',
    permission: 'board.read',
    summary: { zh: '打印名单：全部人员，并留下校验码', en: 'print a list: all of it, and keep its digest' },
    schema: { body: ListPrintQuery, response: { 200: ListPrint } },
    handler: (context, { body }) => printList(context, core, body),
  })
  route(http, {
    method: 'GET',
    url: '/api/board/published/:digest',
    permission: 'board.read',
    summary: { zh: '按纸上的校验码查询', en: 'find what a paper shows by its digest' },
    schema: {
      params: Type.Object({ digest: Type.String({ maxLength: 100 }) }),
      response: { 200: Type.Array(FoundPaper) },
    },
    handler: (context, { params }) => findPublished(context, core, params.digest),
  })
}
