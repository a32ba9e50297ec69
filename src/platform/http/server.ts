/** Builds the HTTP server: validation, documentation, problems, who asks, and the permission at each door. */
import cookie from '@fastify/cookie'
import swagger from '@fastify/swagger'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type Actor, holds, nobody, refusal } from '../access/actor.ts'
import { Problem, problems, type Wrong } from '../problems.ts'
import type { Services } from '../services.ts'
import { type Language, languageOf } from '../texts.ts'

/** Tells who sends a request, from its cookie or token. */
export type Identify = (request: FastifyRequest) => Promise<{ actor: Actor; language?: Language }>

/** A route as documentation and tests see it. */
export interface KnownRoute {
  readonly method: string
  readonly url: string
  readonly permission: string
}

export interface ServerParts {
  identify: Identify
  /** The sender where it is known without waiting. */
  peek?: (request: FastifyRequest) => { actor: Actor; language?: Language } | undefined
  onRoute?: (route: KnownRoute) => void
}

/** Bytes of one ordinary body: 1,000 reports of a kilobyte. Files and rosters set their own. */
const bodyLimitBytes = 2 * 1024 * 1024

export async function buildServer(services: Services, parts: ServerParts): Promise<FastifyInstance> {
  const { config } = services
  const app = Fastify({
    logger: false,
    bodyLimit: bodyLimitBytes,
    trustProxy: config.trustProxy ? [...config.trustProxy] : false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
    ...(config.tls && { https: await tls(config.tls.cert, config.tls.key) }),
  } as object) as unknown as FastifyInstance
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  app.setErrorHandler((error, request, reply) => sendError(services, error as FastifyError, request, reply))
  app.setNotFoundHandler((request, reply) =>
    sendError(services, new Problem(problems['not-found'], { what: request.url.split('?')[0]! }), request, reply),
  )
  await app.register(cookie)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Muster · 同舟', version: '1' },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
  })
  app.addHook('onRoute', (options) => {
    if (options.method === 'HEAD') return
    const permission = options.config?.permission
    if (permission === undefined) throw new Error(`${options.method} ${options.url} names no permission`)
    parts.onRoute?.({ method: String(options.method), url: options.url, permission })
  })
  app.decorateRequest('context', undefined as never)
  // Hooks with a callback: a promise for each of them is felt when ten thousand reports come in a second.
  app.addHook('onRequest', (request, _reply, done) => {
    const language = languageOf(request.headers['accept-language'])
    const enter = (who: { actor: Actor; language?: Language }): void => {
      request.context = { services, actor: who.actor, language: who.language ?? language }
      try {
        atTheDoor(request)
        done()
      } catch (error) {
        done(error as Error)
      }
    }
    const known = parts.peek?.(request)
    if (known) return enter(known)
    request.context = { services, actor: nobody, language }
    parts.identify(request).then(enter, (error: Error) => done(error))
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    secureHeaders(request, reply)
    done(null, payload)
  })
  return app
}

async function tls(cert: string, key: string) {
  const { readFile } = await import('node:fs/promises')
  return { cert: await readFile(cert), key: await readFile(key) }
}

/** Refuses who may not enter; what this very record allows is decided inside, by `may`. */
function atTheDoor(request: FastifyRequest): void {
  const door = request.routeOptions.config?.permission
  if (door === undefined || door === 'open') return checkOrigin(request)
  const { actor } = request.context
  if (actor.kind === 'nobody') throw new Problem(problems['not-signed-in'])
  checkOrigin(request)
  if (door === 'signed-in') {
    if (actor.kind !== 'account') throw new Problem(problems['not-signed-in'])
  } else if (door === 'self') {
    if (actor.personId === null && actor.householdId === null) throw new Problem(problems['not-signed-in'])
  } else if (door === 'reporter') {
    // Their own link or account, or the right to report for others; which subject is decided for each report.
    const self = actor.personId !== null || actor.householdId !== null
    if (!self && !holds(actor, 'report.write') && !holds(actor, 'report.read')) throw refusal('report.write')
  } else if (!holds(actor, door)) throw refusal(door)
}

/** A page of another origin cannot write with our cookie: browsers send `Origin` with every such request. */
function checkOrigin(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const origin = request.headers.origin
  if (!origin || request.headers.authorization) return
  const host = request.headers.host
  if (URL.canParse(origin) && new URL(origin).host === host) return
  const publicUrl = request.context.services.config.publicUrl
  if (publicUrl && new URL(publicUrl).origin === origin) return
  throw refusal('another origin')
}

let dated = { second: 0, text: '' }

/** RFC 9110, in whole seconds; written once a second however many answers there are. */
function httpDate(now: number): string {
  const second = Math.floor(now / 1000)
  if (second !== dated.second) dated = { second, text: new Date(second * 1000).toUTCString() }
  return dated.text
}

function secureHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-content-type-options', 'nosniff')
  reply.header('referrer-policy', 'no-referrer')
  reply.header('x-frame-options', 'DENY')
  if (!request.url.startsWith('/api/')) return
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  // By the program's clock, which pages follow; Node would write the machine's.
  reply.header('date', httpDate(request.context.services.clock.now()))
}

/** Answers every error as a problem document in the reader's language. */
export function sendError(
  services: Services,
  error: FastifyError | Problem,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const language = request.context?.language ?? languageOf(request.headers['accept-language'])
  const problem = asProblem(services, error, request)
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
  reply.code(problem.kind.status).header('content-type', 'application/problem+json; charset=utf-8')
  reply.serializer((body) => JSON.stringify(body)).send(problem.document(language))
}

function asProblem(services: Services, error: FastifyError | Problem, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error
  if (error.validation) {
    const wrong: Wrong[] = error.validation.map((v) => ({
      at: `${error.validationContext ?? ''}${v.instancePath}`,
      text: { zh: `填写不对：${v.message ?? ''}`, en: v.message ?? 'not right' },
    }))
    return new Problem(problems['wrong-input'], { count: wrong.length }, wrong)
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Problem(problems['too-large'], { limit: limitText(request) })
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500)
    return new Problem(problems['unreadable-body'], { why: error.message })
  const ref = services.chance.bytes(4).toString('hex')
  services.log.error({ ref, url: request.routeOptions?.url, error: error.stack ?? String(error) }, 'unexpected')
  return new Problem(problems.unexpected, { ref })
}

const limitText = (request: FastifyRequest): string =>
  `${Math.round(((request.routeOptions?.bodyLimit as number | undefined) ?? bodyLimitBytes) / 1024 / 1024)} MB`
