/** The session's cookie: out of reach of scripts, sent to this site only, over https only where there is https. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionCookie } from './identify.ts'
import { sessionDays } from './sign-in.ts'

function secure(request: FastifyRequest): boolean {
  const { config } = request.context.services
  // Behind a proxy that ends TLS the address is https though this server speaks http.
  return request.protocol === 'https' || config.tls !== undefined
}

const options = (request: FastifyRequest) => ({
  path: '/',
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: secure(request),
})

export function sendCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(sessionCookie, token, { ...options(request), maxAge: sessionDays * 86_400 })
}

export function clearCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(sessionCookie, options(request))
}

/** The cookie sent; '' where there is none. */
export const cookieOf = (request: FastifyRequest): string => request.cookies[sessionCookie] ?? ''
