/** Routes of access links: schema, permission, one action each. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { may } from '#platform/access/actor.ts'
import { sessionCookie } from '#platform/access/identify.ts'
import { Documents } from '#platform/documents/documents.ts'
import { route } from '#platform/http/route.ts'
import { Problem, problems } from '#platform/problems.ts'
import { work } from '#platform/work.ts'
import type { Core } from '../../core.ts'
import type { Unit } from '../tree.ts'
import { permitDevice, printLinks, revokeLink } from './actions.ts'
import { cardsCsv, cardsPdf, cardsPerDocument } from './cards.ts'
import { deviceDays, exchangeLink } from './exchange.ts'
import { ExchangeAnswer, ExchangeBody, LinkBody, PermitAnswer, UnitQuery } from './schema.ts'

export function linkRoutes(http: FastifyInstance, core: Core): void {
  const { organisation } = core

  route(http, {
    method: 'POST',
    url: '/api/links/exchange',
    permission: 'open',
    summary: { zh: '用链接放行本设备', en: 'Let this device in by a link' },
    schema: { body: ExchangeBody, response: { 200: ExchangeAnswer } },
    async handler(context, { body }, reply, request) {
      const { actor } = context
      const already =
        actor.kind === 'link' && actor.id ? { kind: actor.personId ? 'person' : 'household', id: actor.id } : undefined
      const done = await exchangeLink(context, organisation, { ...body, already, agent: request.headers['user-agent'] })
      if (done.state === 'in' && done.cookie) setDeviceCookie(request, reply, done.cookie)
      return { kind: done.claim.kind, state: done.state, go: done.claim.kind === 'person' ? '/me' : '/r' }
    },
  })

  route(http, {
    method: 'POST',
    url: '/api/links/permit',
    permission: 'report.write',
    summary: { zh: '放行一部新手机', en: 'Let one new phone in' },
    schema: { body: LinkBody, response: { 200: PermitAnswer } },
    handler: (context, { body }) => permitDevice(context, organisation, body),
  })

  route(http, {
    method: 'POST',
    url: '/api/links/revoke',
    permission: 'links.print',
    summary: { zh: '停用一张填报卡', en: 'End a card' },
    schema: { body: LinkBody, response: { 204: Type.Null() } },
    async handler(context, { body }, reply) {
      await revokeLink(context, organisation, body)
      return reply.code(204).send(null)
    },
  })

  const unitOf = (key: string): Unit => {
    const unit = organisation.tree.find(key)
    if (!unit) throw new Problem(problems['not-found'], { what: key })
    return unit
  }

  route(http, {
    method: 'GET',
    url: '/api/links.csv',
    permission: 'links.print',
    summary: { zh: '填报卡清单（CSV）', en: 'Access links as CSV' },
    schema: { querystring: UnitQuery },
    async handler(context, { query }, reply) {
      const unit = unitOf(query.unit)
      may(context.actor, 'links.print', unit.path)
      const cards = await work(context, (w) => printLinks(w, organisation, unit, { as: 'csv' }))
      fileHeaders(reply, 'text/csv; charset=utf-8', `${unit.name}-填报卡.csv`)
      return reply.send(Readable.from(cardsCsv(cards)))
    },
  })

  const documents = new Documents(core.services.config)
  http.addHook('onClose', () => documents.close())

  route(http, {
    method: 'GET',
    url: '/api/links.pdf',
    permission: 'links.print',
    summary: { zh: '填报卡（A4，二维码）', en: 'Access cards as a sheet of QR codes' },
    schema: { querystring: UnitQuery },
    async handler(context, { query }, reply) {
      const unit = unitOf(query.unit)
      may(context.actor, 'links.print', unit.path)
      const cards = await work(context, (w) =>
        printLinks(w, organisation, unit, { as: 'pdf', limit: cardsPerDocument }),
      )
      const pdf = await cardsPdf(documents, organisation.tree, cards)
      fileHeaders(reply, 'application/pdf', `${unit.name}-填报卡.pdf`)
      return reply.send(pdf)
    },
  })
}

/** Only for this origin, never for scripts; over TLS where the program is reached by it. */
function setDeviceCookie(request: FastifyRequest, reply: FastifyReply, value: string): void {
  reply.setCookie(sessionCookie, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
    maxAge: deviceDays * 86_400,
  })
}

function fileHeaders(reply: FastifyReply, type: string, name: string): void {
  reply.header('content-type', type)
  reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
  reply.header('cache-control', 'no-store')
}
