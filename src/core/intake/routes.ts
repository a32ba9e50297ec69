/** The public way in: `POST /api/reports` for one report or an array, and a report with its versions. */
import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { route } from '#platform/http/route.ts'
import { Problem, problems } from '#platform/problems.ts'
import type { Core } from '../core.ts'
import { notAReport } from './accept.ts'
import type { Outcome } from './intake.ts'
import { ReportInput } from './schema.ts'
import { reportWithVersions } from './versions.ts'

const body = (o: Outcome) => ({ id: o.id, received_at: o.received_at, flags: o.flags, met: o.met })

export function intakeRoutes(app: FastifyInstance, core: Core): void {
  void app.register(async (http) => {
    // Read as bytes: a decoder would silently put a replacement sign where the sender's encoding is wrong.
    http.removeContentTypeParser('application/json')
    http.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) => {
      try {
        done(null, parse(bytes as Buffer))
      } catch (error) {
        done(error as Error)
      }
    })
    // Every report is checked by itself in `accept`, so that one bad entry of an array refuses only itself.
    http.setValidatorCompiler(() => () => true)
    route(http, {
      method: 'POST',
      url: '/api/reports',
      permission: 'reporter',
      summary: { zh: '上报一份或至多 1000 份', en: 'Store one report or up to 1,000' },
      schema: { body: Type.Union([ReportInput, Type.Array(ReportInput, { maxItems: 1000 })]) },
      async handler(context, input, reply) {
        const given = input.body as unknown
        if (Array.isArray(given)) {
          const outcomes = await core.intake.submitMany(context.actor, given)
          return outcomes.map((o) => (o instanceof Problem ? o.document(context.language) : body(o)))
        }
        if (given === null || typeof given !== 'object') throw notAReport()
        const outcome = await core.intake.submit(context.actor, given)
        reply.code(outcome.replayed ? 200 : 201)
        return body(outcome)
      },
    })
  })
  route(app, {
    method: 'GET',
    url: '/api/reports/:id',
    permission: 'reporter',
    summary: { zh: '一份上报和它的各版', en: 'One report with its versions' },
    schema: { params: Type.Object({ id: Type.String({ format: 'uuid' }) }) },
    handler: (context, { params }) => reportWithVersions(core, context, params.id),
  })
}

function parse(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new Problem(problems['unreadable-body'], { why: 'UTF-8' })
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new Problem(problems['unreadable-body'], { why: (error as Error).message })
  }
}
