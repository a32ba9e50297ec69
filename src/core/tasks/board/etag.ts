/** Answers a poll with 304 while the content is the same; the instant of reading is no content. */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Sends `body`, or 304 where the client has all of it but `as_of`. A cache asks each time. */
export function sendFresh(request: FastifyRequest, reply: FastifyReply, body: { as_of: string }): unknown {
  const { as_of: _, ...content } = body
  const tag = `W/"${createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 27)}"`
  reply.header('etag', tag).header('cache-control', 'private, no-cache').header('vary', 'cookie, authorization')
  const known = request.headers['if-none-match']?.split(',').map((t) => t.trim()) ?? []
  if (known.includes(tag) || known.includes('*')) return reply.code(304).send()
  return body
}
