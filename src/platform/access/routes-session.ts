/** The session's addresses. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Base } from '#platform/base.ts'
import { route } from '../http/route.ts'
import type { Language } from '../texts.ts'
import { clearCookie, cookieOf, sendCookie } from './cookie.ts'
import { CapacityChoice, LanguageChange, PasswordChange, SessionAnswer, SessionItem, SignIn } from './schema.ts'
import {
  changeCapacity,
  changeLanguage,
  changePassword,
  describeSession,
  endSession,
  keepAlive,
  listSessions,
  signOut,
} from './session.ts'
import { browserOf, signIn } from './sign-in.ts'

const url = '/api/session'

export function sessionRoutes(http: FastifyInstance, { identities }: Base): void {
  route(http, {
    method: 'GET',
    url,
    permission: 'open',
    summary: { zh: '我是谁、能做什么', en: 'who asks and what that allows' },
    schema: { response: { 200: SessionAnswer } },
    async handler(context, _input, reply, request) {
      const cookie = cookieOf(request)
      if (cookie && (await keepAlive(context, cookie))) sendCookie(request, reply, cookie)
      return describeSession(context, identities, await identities.of(request))
    },
  })
  route(http, {
    method: 'POST',
    url,
    permission: 'open',
    summary: { zh: '登录', en: 'sign in' },
    schema: { body: SignIn, response: { 204: Type.Null() } },
    async handler(context, { body }, reply, request) {
      const before = cookieOf(request)
      const opened = await signIn(context, body, browserOf(request, before))
      identities.forget(before)
      sendCookie(request, reply, opened.token)
      return reply.code(204).send(null)
    },
  })
  route(http, {
    method: 'DELETE',
    url,
    permission: 'open',
    summary: { zh: '退出登录', en: 'sign out' },
    schema: { response: { 204: Type.Null() } },
    async handler(context, _input, reply, request) {
      const cookie = cookieOf(request)
      if (cookie) await signOut(context, cookie)
      identities.forget(cookie)
      clearCookie(request, reply)
      return reply.code(204).send(null)
    },
  })
  changes(http, { identities })
}

/** What the holder of a session changes about it. */
function changes(http: FastifyInstance, { identities }: Pick<Base, 'identities'>): void {
  const done = { 204: Type.Null() }
  route(http, {
    method: 'PUT',
    url: `${url}/capacity`,
    permission: 'signed-in',
    summary: { zh: '换一个身份办公', en: 'act in another capacity' },
    schema: { body: CapacityChoice, response: done },
    async handler(context, { body }, reply, request) {
      await changeCapacity(context, await identities.of(request), cookieOf(request), body.id)
      identities.forget(cookieOf(request))
      return reply.code(204).send(null)
    },
  })
  route(http, {
    method: 'PUT',
    url: `${url}/language`,
    permission: 'signed-in',
    summary: { zh: '换语言', en: 'change the language' },
    schema: { body: LanguageChange, response: done },
    async handler(context, { body }, reply, request) {
      await changeLanguage(context, body.language as Language)
      identities.forget(cookieOf(request))
      return reply.code(204).send(null)
    },
  })
  route(http, {
    method: 'POST',
    url: `${url}/password`,
    permission: 'signed-in',
    summary: { zh: '改密码', en: 'change the password' },
    schema: { body: PasswordChange, response: done },
    async handler(context, { body }, reply, request) {
      await changePassword(context, cookieOf(request), body.current, body.password)
      identities.clear()
      return reply.code(204).send(null)
    },
  })
  route(http, {
    method: 'GET',
    url: '/api/sessions',
    permission: 'signed-in',
    summary: { zh: '我在哪些设备上登录', en: 'where I am signed in' },
    schema: { response: { 200: Type.Array(SessionItem) } },
    handler: (context, _input, _reply, request) => listSessions(context, cookieOf(request)),
  })
  route(http, {
    method: 'DELETE',
    url: '/api/sessions/:id',
    permission: 'signed-in',
    summary: { zh: '让一个设备退出登录', en: 'end one of my sessions' },
    schema: { params: Type.Object({ id: Type.String({ maxLength: 40 }) }), response: done },
    async handler(context, { params }, reply) {
      await endSession(context, params.id)
      identities.clear()
      return reply.code(204).send(null)
    },
  })
}
