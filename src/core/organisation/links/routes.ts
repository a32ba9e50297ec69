/** Routes of access links: schema, permission, one action each. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { may } from '#platform/access/actor.ts'
import { linkCookie } from '#platform/access/identify.ts'
import { Documents } from '#platform/documents/documents.ts'
import { route } from '#platform/http/route.ts'
import { Problem, problems } from '#platform/problems.ts'
import { work } from '#platform/work.ts'
import type { Core } from '../../core.ts'
import type { Unit } from '../tree.ts'
import { permitDevice, printLinks, printOne, replaceLinks, revokeLink } from './actions.ts'
import { cardsCsv, cardsPdf, cardsPerDocument } from './cards.ts'
import { cardNames, cardsAnswer } from './cards-page.ts'
import { deviceDays, exchangeLink } from './exchange.ts'
import {
  CardNames,
  CardsAnswer,
  ExchangeAnswer,
  ExchangeBody,
  LinkBody,
  NamesQuery,
  PermitAnswer,
  PrintQuery,
  ReplacedAnswer,
  UnitQuery,
} from './schema.ts'

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
    url: '/api/links/cards',
    permission: 'links.print',
    summary: { zh: '填报卡张数和打开情况', en: 'How many cards there are, and how many were opened' },
    schema: { querystring: UnitQuery, response: { 200: CardsAnswer } },
    handler(context, { query }) {
      const unit = unitOf(query.unit)
      may(context.actor, 'links.print', unit.path)
      return work(context, (w) => cardsAnswer(w, organisation, unit))
    },
  })

  route(http, {
    method: 'GET',
    url: '/api/links/names',
    permission: 'links.print',
    summary: { zh: '填报卡名单', en: 'Cards by name' },
    schema: { querystring: NamesQuery, response: { 200: CardNames } },
    handler(context, { query }) {
      const unit = unitOf(query.unit)
      may(context.actor, 'links.print', unit.path)
      return work(context, (w) => cardNames(w, organisation, unit, query))
    },
  })

  route(http, {
    method: 'POST',
    url: '/api/links/replace',
    permission: 'links.print',
    summary: { zh: '一个单位的卡全部作废，另印新卡', en: 'End every card of a unit, to print new ones' },
    schema: { body: UnitQuery, response: { 200: ReplacedAnswer } },
    handler: (context, { body }) => replaceLinks(context, organisation, unitOf(body.unit)),
  })

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
    schema: { querystring: PrintQuery },
    async handler(context, { query }, reply) {
      const unit = unitOf(query.unit)
      may(context.actor, 'links.print', unit.path)
      const cards = await work(context, (w) =>
        printLinks(w, organisation, unit, { as: 'pdf', limit: cardsPerDocument, part: query.part }),
      )
      const pdf = await cardsPdf(documents, organisation.tree, cards)
      fileHeaders(reply, 'application/pdf', `${unit.name}-填报卡${query.part ? `-${query.part}` : ''}.pdf`)
      return reply.send(pdf)
    },
  })

  route(http, {
    method: 'GET',
    url: '/api/links/card.pdf',
    permission: 'links.print',
    summary: { zh: '一张填报卡', en: 'One access card' },
    schema: { querystring: LinkBody },
    async handler(context, { query }, reply) {
      const { name, cards } = await printOne(context, organisation, query)
      const pdf = await cardsPdf(documents, organisation.tree, cards)
      fileHeaders(reply, 'application/pdf', `${name}${query.kind === 'household' ? '家' : ''}-填报卡.pdf`)
      return reply.send(pdf)
    },
  })
}

/** Only for this origin, never for scripts; over TLS where the program is reached by it. */
function setDeviceCookie(request: FastifyRequest, reply: FastifyReply, value: string): void {
  reply.setCookie(linkCookie, value, {
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
