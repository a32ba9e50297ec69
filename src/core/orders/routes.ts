/** Routes of the orders. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { route } from '#platform/http/route.ts'
import type { Context } from '#platform/work.ts'
import { work } from '#platform/work.ts'
import type { Core } from '../core.ts'
import { changeTimes, draftCampaign, dropDraft, loadPlaybook, type MeasureTimes, pauseCampaign, startCampaign, stopCampaign, switchMeasure } from './actions.ts'
import { describeCampaign, listCampaigns } from './describe.ts'
import type { Playbook } from './playbook/schema.ts'
import { nameResponsible } from './responsible.ts'
import { CampaignSummary, CampaignView, DraftInput, ResponsibleInput, TimesInput } from './schema.ts'
import { measureRows, playbooks } from './store.ts'

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) })
const OfMeasure = Type.Object({ id: Type.String({ format: 'uuid' }), code: Type.String() })

export function ordersRoutes(app: FastifyInstance, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/api/campaigns',
    permission: 'campaign.read',
    summary: { zh: '防控战役一览', en: 'Campaigns' },
    schema: { response: { 200: Type.Array(CampaignSummary) } },
    handler: (context) => listCampaigns(core, context),
  })
  route(app, {
    method: 'GET',
    url: '/api/campaigns/:id',
    permission: 'campaign.read',
    summary: { zh: '文件、条款和措施', en: 'Directives, clauses and measures of a campaign' },
    schema: { params: Id, response: { 200: CampaignView } },
    handler: (context, { params }) => describeCampaign(core, context, params.id),
  })
  route(app, {
    method: 'POST',
    url: '/api/campaigns',
    permission: 'campaign.manage',
    summary: { zh: '按预案起草', en: 'Draft a campaign from a playbook' },
    schema: { body: DraftInput },
    handler: (context, { body }) => draftCampaign(core, context, { unitId: body.unit, playbook: body.playbook }),
  })
  const acts = { start: startCampaign, pause: pauseCampaign, stop: stopCampaign, drop: dropDraft } as const
  const said = { start: '启动', pause: '暂停', stop: '结束', drop: '删除草稿' } as const
  for (const [name, act] of Object.entries(acts) as [keyof typeof acts, (typeof acts)[keyof typeof acts]][]) {
    route(app, {
      method: 'POST',
      url: `/api/campaigns/:id/${name}`,
      permission: 'campaign.manage',
      summary: { zh: `防控战役：${said[name]}`, en: `Campaign: ${name}` },
      schema: { params: Id },
      handler: async (context, { params }) => done(await act(core, context, params.id)),
    })
  }
  measureRoutes(app, core)
  playbookRoutes(app, core)
}

const done = (_: void) => ({ done: true })

function measureRoutes(app: FastifyInstance, core: Core): void {
  route(app, {
    method: 'PUT',
    url: '/api/campaigns/:id/measures/:code/times',
    permission: 'campaign.manage',
    summary: { zh: '改措施的时间', en: 'Change the times of a measure' },
    schema: { params: OfMeasure, body: TimesInput },
    handler: async (context, { params, body }) => changeTimes(core, context, params.id, params.code, await merged(context, params, body)),
  })
  for (const on of [true, false]) {
    route(app, {
      method: 'POST',
      url: `/api/campaigns/:id/measures/:code/${on ? 'resume' : 'pause'}`,
      permission: 'campaign.manage',
      summary: { zh: on ? '启用措施' : '暂停措施', en: on ? 'Take a measure up again' : 'Pause a measure' },
      schema: { params: OfMeasure },
      handler: async (context, { params }) => done(await switchMeasure(core, context, params.id, params.code, on)),
    })
  }
  route(app, {
    method: 'PUT',
    url: '/api/responsible',
    permission: 'responsible.name',
    summary: { zh: '指定责任人', en: 'Name the responsible person' },
    schema: { body: ResponsibleInput },
    handler: async (context, { body }) => done(await nameResponsible(core, context, body)),
  })
  route(app, {
    method: 'DELETE',
    url: '/api/responsible',
    permission: 'responsible.name',
    summary: { zh: '撤销指定', en: 'Take a naming back' },
    schema: { querystring: Type.Object({ unit: Type.String({ format: 'uuid' }), measure: Type.String() }) },
    handler: async (context, { query }) => done(await nameResponsible(core, context, { ...query, person: null })),
  })
}

/** The page sends times only; titles of slots stay as they are. */
async function merged(context: Context, params: { id: string; code: string }, body: TimesInput): Promise<Partial<MeasureTimes>> {
  const rows = await work(context, (w) => measureRows(w.tx, params.id))
  const content = rows.filter((m) => m.code === params.code).at(-1)?.content
  const slots = body.slots?.flatMap((s) => {
    const known = content?.slots.find((k) => k.code === s.code)
    return known ? [{ ...known, opens: s.opens ?? known.opens, due: s.due, closes: s.closes ?? known.closes }] : []
  })
  const late = body.late && content && ({ ...content.late, ...body.late } as MeasureTimes['late'])
  return { ...(slots && { slots }), ...(late && { late }) }
}

function playbookRoutes(app: FastifyInstance, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/api/playbooks',
    permission: 'campaign.read',
    summary: { zh: '已装入的预案', en: 'Playbooks' },
    schema: {},
    handler: (context) =>
      work(context, async (w) =>
        (await playbooks(w.tx)).map((p) => {
          const { title, summary } = p.content as unknown as Playbook
          return { code: p.code, version: p.version, title, summary, loaded_at: (p.loaded_at as Date).toISOString() }
        }),
      ),
  })
  route(app, {
    method: 'POST',
    url: '/api/playbooks',
    permission: 'campaign.manage',
    summary: { zh: '装入预案', en: 'Load a playbook' },
    schema: { body: Type.Object({ source: Type.String({ maxLength: 1_000_000 }) }) },
    handler: async (context, { body }) => {
      const { playbook, version } = await loadPlaybook(core, context, body.source)
      return { code: playbook, version }
    },
  })
}
