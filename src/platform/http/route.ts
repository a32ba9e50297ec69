/** Registers a route: schema, permission, one action. A route without a permission cannot be registered. */
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Text } from '../texts.ts'
import type { Context } from '../work.ts'

/**
 * What a route asks at its door: a permission's name, or one of
 * `open` (anybody), `signed-in` (an account), `self` (an account with a person, or a linked device), `reporter` (self, or
 * the right to report for others).
 */
export type Door = string

export interface RouteSchema {
  params?: TSchema
  querystring?: TSchema
  body?: TSchema
  response?: Record<number, TSchema>
}

type Input<S extends RouteSchema> = {
  params: S['params'] extends TSchema ? Static<S['params']> : unknown
  query: S['querystring'] extends TSchema ? Static<S['querystring']> : unknown
  body: S['body'] extends TSchema ? Static<S['body']> : unknown
}

export interface Route<S extends RouteSchema> {
  method: HTTPMethods
  url: string
  permission: Door
  /** What it does, for the API's documentation. */
  summary: Text
  schema: S
  bodyLimit?: number
  handler(context: Context, input: Input<S>, reply: FastifyReply, request: FastifyRequest): Promise<unknown> | unknown
}

export function route<const S extends RouteSchema>(app: FastifyInstance, r: Route<S>): void {
  app.route({
    method: r.method,
    url: r.url,
    schema: { ...r.schema, summary: `${r.summary.zh} · ${r.summary.en}` } as never,
    config: { permission: r.permission } as never,
    ...(r.bodyLimit && { bodyLimit: r.bodyLimit }),
    handler: (request, reply) =>
      r.handler(
        request.context,
        { params: request.params, query: request.query, body: request.body } as Input<S>,
        reply,
        request,
      ),
  })
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, in which language; set before any handler runs. */
    context: Context
  }
  interface FastifyContextConfig {
    permission?: Door
  }
}
