/** What machines ask of the program: does it live, can it serve, how is it doing, what is its API. */
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Base } from '#platform/base.ts'
import type { Part } from '#platform/part.ts'
import { defineProblems, Problem } from '../problems.ts'
import { route } from './route.ts'

const stateProblems = defineProblems({
  'not-ready': [503, { zh: '还不能服务：数据库没有应答。', en: 'Not ready: the database does not answer.' }],
})

/** A database that has not answered by then is as good as gone for whoever waits at a phone. */
const readyWithinMs = 2000

/** @param owners parts whose figures go into the metrics */
export const statePart = <Core extends Base>(owners: readonly Part<Core>[]): Part<Core> => ({
  name: 'state',
  routes(http, core) {
    const { services } = core
    route(http, {
      method: 'GET',
      url: '/healthz',
      permission: 'open',
      summary: { zh: '进程在不在', en: 'The process lives' },
      schema: {},
      handler: () => ({ status: 'ok' }),
    })
    route(http, {
      method: 'GET',
      url: '/readyz',
      permission: 'open',
      summary: { zh: '能不能服务', en: 'It can serve' },
      schema: {},
      async handler() {
        const answered = await within(readyWithinMs, services.database.appPool.query('select 1'))
        if (!answered) throw new Problem(stateProblems['not-ready'], {}, [], 5)
        return { status: 'ready' }
      },
    })
    metricsRoute(http, core, owners)
    route(http, {
      method: 'GET',
      url: '/api/openapi.json',
      permission: 'open',
      summary: { zh: '接口说明', en: 'Description of the API' },
      schema: {},
      handler: () => http.swagger(),
    })
  },
})

async function within(ms: number, query: Promise<unknown>): Promise<boolean> {
  const late = new Promise<boolean>((done) => setTimeout(done, ms, false).unref())
  return Promise.race([
    query.then(
      () => true,
      () => false,
    ),
    late,
  ])
}

/** Prometheus text. No label names a person or a unit. */
function metricsRoute<Core>(http: FastifyInstance, core: Core, owners: readonly Part<Core>[]): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'muster_' })
  for (const figure of owners.flatMap((part) => part.figures ?? [])) {
    new Gauge({
      name: `muster_${figure.name}`,
      help: figure.help,
      registers: [registry],
      async collect() {
        this.set(await figure.read(core))
      },
    })
  }
  route(http, {
    method: 'GET',
    url: '/metrics',
    permission: 'open',
    summary: { zh: '运行指标', en: 'Metrics for Prometheus' },
    schema: {},
    async handler(_context, _input, reply) {
      reply.header('content-type', registry.contentType)
      return reply.send(await registry.metrics())
    },
  })
}
