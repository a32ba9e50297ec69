/** Routes of the orders. */
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { route } from '#platform/http/route.ts'
import { work } from '#platform/work.ts'
import type { Core } from '../core.ts'
import {
  changeTimes,
  draftCampaign,
  dropDraft,
  loadPlaybook,
  numberDirective,
  pauseCampaign,
  startCampaign,
  stopCampaign,
  switchMeasure,
  tryTimes,
} from './actions.ts'
import { consequence } from './consequence.ts'
import { campaignUnits, describeCampaign, listCampaigns, listGaps, notFound } from './describe.ts'
import type { Form, Playbook } from './playbook/schema.ts'
import { findNameable, nameResponsible } from './responsible.ts'
import {
  CampaignSummary,
  CampaignView,
  Consequence,
  DirectiveInput,
  DraftInput,
  FormView,
  Gap,
  Nameable,
  PlaybookView,
  ResponsibleInput,
  TimesInput,
  TimesTried,
  UnitRef,
} from './schema.ts'
import { formRow, playbooks } from './store.ts'
import { ordersTexts } from './texts.ts'

const Id = Type.Object({ id: Type.String({ format: 'uuid' }) })
const OfMeasure = Type.Object({ id: Type.String({ format: 'uuid' }), code: Type.String({ maxLength: 48 }) })
const OfDirective = Type.Object({ id: Type.String({ format: 'uuid' }), directive: Type.String({ format: 'uuid' }) })

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
  route(app, {
    method: 'GET',
    url: '/api/campaigns/:id/consequence',
    permission: 'campaign.manage',
    summary: { zh: '暂停或结束会撤回多少任务', en: 'What pausing or stopping withdraws' },
    schema: {
      params: Id,
      querystring: Type.Object({ measure: Type.Optional(Type.String({ maxLength: 48 })) }),
      response: { 200: Consequence },
    },
    handler: (context, { params, query }) => consequence(core, context, params.id, query.measure),
  })
  route(app, {
    method: 'PUT',
    url: '/api/campaigns/:id/directives/:directive',
    permission: 'campaign.manage',
    summary: { zh: '改文号', en: "Change a directive's number" },
    schema: { params: OfDirective, body: DirectiveInput },
    handler: async (context, { params, body }) =>
      done(await numberDirective(core, context, params.id, params.directive, body.number)),
  })
  route(app, {
    method: 'GET',
    url: '/api/campaign-units',
    permission: 'campaign.manage',
    summary: { zh: '可以启动防控战役的单位', en: 'Units at which a campaign can be started' },
    schema: { response: { 200: Type.Array(UnitRef) } },
    handler: (context) => campaignUnits(core, context),
  })
  measureRoutes(app, core)
  responsibleRoutes(app, core)
  playbookRoutes(app, core)
}

const done = (_: unknown) => ({ done: true })

function measureRoutes(app: FastifyInstance, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/api/campaigns/:id/measures/:code/gaps',
    permission: 'campaign.read',
    summary: { zh: '哪些单位没有责任人', en: 'Units at which nobody answers for a measure' },
    schema: { params: OfMeasure, response: { 200: Type.Array(Gap) } },
    handler: (context, { params }) => listGaps(core, context, params.id, params.code),
  })
  route(app, {
    method: 'PUT',
    url: '/api/campaigns/:id/measures/:code/times',
    permission: 'campaign.manage',
    summary: { zh: '改措施的时间', en: 'Change the times of a measure' },
    schema: { params: OfMeasure, body: TimesInput },
    handler: (context, { params, body }) => changeTimes(core, context, params.id, params.code, body),
  })
  route(app, {
    method: 'POST',
    url: '/api/campaigns/:id/measures/:code/times/try',
    permission: 'campaign.manage',
    summary: { zh: '试改时间，不生效', en: 'Try a change of times without making it' },
    schema: { params: OfMeasure, body: TimesInput, response: { 200: TimesTried } },
    handler: (context, { params, body }) => tryTimes(core, context, params.id, params.code, body),
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
}

function responsibleRoutes(app: FastifyInstance, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/api/responsible/nameable',
    permission: 'responsible.name',
    summary: { zh: '查找可指定的人', en: 'Find who may be named' },
    schema: {
      querystring: Type.Object({
        unit: Type.String({ format: 'uuid' }),
        q: Type.String({ minLength: 1, maxLength: 40 }),
      }),
      response: { 200: Type.Array(Nameable) },
    },
    handler: (context, { query }) => findNameable(core, context, query),
  })
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
    schema: {
      querystring: Type.Object({ unit: Type.String({ format: 'uuid' }), measure: Type.String({ maxLength: 48 }) }),
    },
    handler: async (context, { query }) => done(await nameResponsible(core, context, { ...query, person: null })),
  })
}

function playbookRoutes(app: FastifyInstance, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/api/playbooks',
    permission: 'campaign.read',
    summary: { zh: '已装入的预案', en: 'Playbooks' },
    schema: { response: { 200: Type.Array(PlaybookView) } },
    handler: (context) =>
      work(context, async (w) =>
        (await playbooks(w.tx)).map((p) => playbookView(p.content as unknown as Playbook, p.loaded_at as Date)),
      ),
  })
  route(app, {
    method: 'GET',
    url: '/api/forms/:code',
    permission: 'campaign.read',
    summary: { zh: '一张表单的各栏', en: 'The fields of a form' },
    schema: {
      params: Type.Object({ code: Type.String({ maxLength: 48 }) }),
      querystring: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) }),
      response: { 200: FormView },
    },
    handler: (context, { params, query }) =>
      work(context, async (w) => {
        const row = await formRow(w.tx, params.code, query.version)
        if (!row) throw notFound(w, ordersTexts.form)
        const { title, schema } = row.content as unknown as Form
        return { code: row.code, version: row.version, title, schema }
      }),
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

function playbookView(
  { playbook, version, title, summary, directives, measures }: Playbook,
  loadedAt: Date,
): PlaybookView {
  return {
    code: playbook,
    version,
    title,
    summary,
    loaded_at: loadedAt.toISOString(),
    directives: directives.length,
    clauses: directives.reduce((n, d) => n + d.clauses.length, 0),
    ready: measures.filter((m) => m.ready).length,
  }
}
