/** Serves the console and its addresses; the phone pages are served by the module that owns them. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Base } from '#platform/base.ts'
import type { Part } from '#platform/part.ts'
import { defineProblems, Problem } from '../problems.ts'

const dist = (path: string): string => fileURLToPath(new URL(`../../../dist/${path}`, import.meta.url))

const pageProblems = defineProblems({
  'pages-not-built': [
    503,
    { zh: '网页还没有生成，请用 npm start 启动。', en: 'The pages are not built yet; please start with npm start.' },
  ],
})

/**
 * Scripts, styles and pictures come from here alone. Styles may stand in the page: Ant Design writes them there.
 * `blob:` pictures are photos before they are sent; nothing may put a page of ours into a frame.
 */
const policy = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Names of assets hold their digest, so that they never change. */
const forAYear = { maxAge: 365 * 86_400_000, immutable: true }

export const pagesPart: Part<Base> = {
  name: 'pages',
  routes(http) {
    http.register(fastifyStatic, { root: dist(''), serve: false, preCompressed: true, index: false })
    assets(http, '/assets/*', dist('console/assets'))
    const console = pageSender('console/index.html')
    // Any other address that a person opens is the console's: its own router says where there is no such page.
    const isVisit = (request: FastifyRequest) => /\btext\/html\b/.test(request.headers.accept ?? '')
    http.get('/*', hidden, (request, reply) => {
      if (request.url.startsWith('/api/') || !isVisit(request)) return reply.callNotFound()
      return console(request, reply)
    })
  },
}

/** Pages are no part of the API's documentation. */
const hidden = { config: { permission: 'open' }, schema: { hide: true } as never }

function assets(http: FastifyInstance, url: string, root: string): void {
  http.get(url, hidden, (request, reply) => reply.sendFile((request.params as { '*': string })['*'], root, forAYear))
}

/** Sends one page; read again when it was built anew, never kept by browsers: its assets' names change. */
function pageSender(file: string) {
  const path = dist(file)
  return (_request: FastifyRequest, reply: FastifyReply) => {
    if (!existsSync(path)) throw new Problem(pageProblems['pages-not-built'])
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', policy)
      .send(readFileSync(path))
  }
}
