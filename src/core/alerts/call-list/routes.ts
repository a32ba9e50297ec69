/** The route of the call list. */
import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import type { Core } from '#core/core.ts'
import { Documents } from '#platform/documents/documents.ts'
import { route } from '#platform/http/route.ts'
import { WhyQuery } from '../escalation/schema.ts'
import { unitAsked } from '../unit-asked.ts'
import { type CallPaper, makeCallList } from './list.ts'

/** One compiler an application, started at the first list. */
const compilers = new WeakMap<Core, Documents>()

/** The paper as PDF. */
export async function callListPdf(core: Core, paper: CallPaper): Promise<Buffer> {
  const documents = compilers.get(core) ?? new Documents(core.services.config)
  compilers.set(core, documents)
  return documents.renderPdf({
    template: await readFile(new URL('./call-list.typ', import.meta.url), 'utf8'),
    data: paper,
  })
}

export async function closeCallLists(core: Core): Promise<void> {
  await compilers.get(core)?.close()
}

export function callListRoutes(http: FastifyInstance, core: Core): void {
  route(http, {
    method: 'GET',
    url: '/api/call-list.pdf',
    permission: 'people.contact',
    summary: { zh: '电话催报名单', en: 'The call list of one measure, on A4' },
    schema: { querystring: WhyQuery },
    handler: async (context, { query }, reply) => {
      const unit = unitAsked(core, context, query.unit, 'people.contact')
      const paper = await makeCallList(core, context, unit, {
        measure: query.measure,
        day: query.day,
        slot: query.slot,
      })
      const pdf = await callListPdf(core, paper)
      reply
        .header('content-type', 'application/pdf')
        .header('content-disposition', 'inline; filename="call-list.pdf"')
        .header('cache-control', 'no-store')
      return reply.send(pdf)
    },
  })
}
