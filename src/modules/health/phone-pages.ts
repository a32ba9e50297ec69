/** Serves the phone pages: one small static page for households, members and squad sheets, changed by no request. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { route } from '#platform/http/route.ts'
import { Problem, problems } from '#platform/problems.ts'

/** Where `vite build` leaves the pages. */
export const phonePagesDir = fileURLToPath(new URL('../../../dist/report', import.meta.url))

/** Nothing from elsewhere, nothing inline, nobody may frame it. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

interface Asset {
  readonly body: Buffer
  /** For slow networks; every browser above the floor understands it. */
  readonly gzip: Buffer
  readonly type: string
}

function asset(path: string, type: string): Asset {
  const body = readFileSync(path)
  return { body, gzip: gzipSync(body, { level: 9 }), type }
}

function loadAssets(dir: string): Map<string, Asset> {
  const folder = join(dir, 'assets')
  if (!existsSync(folder)) return new Map()
  const names = readdirSync(folder).filter((name) => extname(name) in types)
  return new Map(names.map((name) => [name, asset(join(folder, name), types[extname(name)]!)]))
}

export function phonePages(http: FastifyInstance, dir = phonePagesDir): void {
  let html: Buffer | undefined
  let tag = ''
  let assets = new Map<string, Asset>()
  /** Read on first use, so that a build that ends after the start is found. */
  const load = (): Buffer => {
    const file = join(dir, 'index.html')
    if (!html && existsSync(file)) {
      html = readFileSync(file)
      tag = `"${createHash('sha256').update(html).digest('base64url').slice(0, 20)}"`
      assets = loadAssets(dir)
    }
    if (!html) throw new Problem(problems['not-found'], { what: 'dist/report' })
    return html
  }
  const page = (reply: FastifyReply) => {
    const body = load()
    reply.header('content-type', 'text/html; charset=utf-8')
    reply.header('content-security-policy', contentSecurityPolicy)
    // The page itself is asked for anew, so that a phone never runs last month's; its assets are named by content.
    reply.header('cache-control', 'no-cache')
    reply.header('etag', tag)
    return reply.send(body)
  }
  const summary = { zh: '手机填报页', en: 'The phone page' }
  for (const url of ['/r', '/r/', '/r/:token', '/me', '/squad']) {
    route(http, {
      method: 'GET',
      url,
      permission: 'open',
      summary,
      schema: {},
      handler: (_c, _i, reply) => page(reply),
    })
  }
  route(http, {
    method: 'GET',
    url: '/report-assets/:name',
    permission: 'open',
    summary: { zh: '手机填报页的脚本和样式', en: 'Scripts and styles of the phone page' },
    schema: {},
    handler(_context, { params }, reply, request) {
      load()
      const { name } = params as { name: string }
      const asset = assets.get(name)
      if (!asset) throw new Problem(problems['not-found'], { what: name })
      reply
        .header('content-type', asset.type)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('vary', 'accept-encoding')
      if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(asset.body)
      return reply.header('content-encoding', 'gzip').send(asset.gzip)
    },
  })
}
