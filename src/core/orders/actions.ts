/** The use cases of the orders: load a playbook, draft a campaign from it, start, pause, stop, change a measure's times. */
import { may } from '#platform/access/actor.ts'
import { defineEvent } from '#platform/hooks.ts'
import { Problem, problems } from '#platform/problems.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { addDays, localDate, localInstant } from './schedule/local-time.ts'
import type { Core } from '../core.ts'
import type { Unit } from '../organisation/tree.ts'
import { ordersChanged } from './orders.ts'
import { checkTimes } from './times.ts'
import { parsePlaybook } from './playbook/parse.ts'
import type { Measure, Playbook } from './playbook/schema.ts'
import { campaignRow, insertForms, insertMeasureVersion, insertOrders, insertPlaybook, type MeasureRow, measureRows, playbookRow } from './store.ts'
import { ordersProblems } from './texts.ts'

/** What is owed at and below a unit changed with the orders: tasks are worked out again after the commit. */
export const campaignChanged = defineEvent<{ path: string }>('campaign.changed')

/** Loads a playbook's text. The same text again changes nothing. @throws Problem with every fault by line and column */
export async function loadPlaybook(core: Core, context: Context, source: string): Promise<Playbook> {
  const parsed = parsePlaybook(source)
  if (parsed.faults) {
    const wrong = parsed.faults.map((f) => ({ at: `${f.line}:${f.column} ${f.path}`, text: f.text }))
    throw new Problem(ordersProblems['playbook-faulty'], { count: wrong.length }, wrong)
  }
  const { playbook } = parsed
  await work(context, async (w) => {
    if (w.actor.kind !== 'system') may(w.actor, 'campaign.manage', w.actor.grants[0]?.path ?? '')
    const known = await playbookRow(w.tx, playbook.playbook, playbook.version)
    if (known && known.source !== source)
      throw new Problem(ordersProblems['playbook-version-taken'], { code: playbook.playbook, version: playbook.version })
    if (known) return
    await insertPlaybook(w, source, playbook)
    await insertForms(w, playbook.forms)
    await ordersChanged(w)
    w.audit({ action: 'playbook.loaded', subjectKind: 'playbook', detail: { code: playbook.playbook, version: playbook.version } })
  })
  await core.orders.ensure()
  return playbook
}

/** A draft of a campaign at a unit, with the playbook's directives, clauses and measures to look through and change. */
export async function draftCampaign(core: Core, context: Context, input: { unitId: string; playbook: string }): Promise<{ id: string }> {
  const unit = unitOf(core, input.unitId)
  return work(context, async (w) => {
    may(w.actor, 'campaign.manage', unit.path)
    const row = await playbookRow(w.tx, input.playbook)
    if (!row) throw new Problem(ordersProblems['playbook-unknown'], { code: input.playbook })
    const playbook = row.content as unknown as Playbook
    const id = w.id()
    await w.tx
      .insertInto('campaign')
      .values({
        id,
        unit_id: unit.id,
        playbook_code: row.code,
        playbook_version: row.version,
        title: JSON.stringify(playbook.title),
        zone: unit.zone,
        state: 'draft',
        created_at: w.now,
      })
      .execute()
    await insertOrders(w, id, unit.name, playbook)
    w.audit({ action: 'campaign.drafted', unitId: unit.id, detachmentId: unit.detachmentId, subjectKind: 'campaign', subjectId: id })
    return { id }
  })
}

/** Starts a draft: measures that are ready are switched on from now; nothing due earlier is made. */
export async function startCampaign(core: Core, context: Context, id: string): Promise<void> {
  await changeCampaign(core, context, id, ['draft', 'paused'], 'campaign.started', async (w, campaign, unit) => {
    const running = await w.tx
      .selectFrom('campaign')
      .select('id')
      .where('unit_id', '=', campaign.unit_id)
      .where('state', '=', 'running')
      .executeTakeFirst()
    if (running) throw new Problem(ordersProblems['campaign-running-here'], { unit: unit.name })
    const from = campaign.started_at ?? w.now
    await w.tx.updateTable('campaign').set({ state: 'running', started_at: from, paused_at: null }).where('id', '=', id).execute()
    if (campaign.state === 'draft') {
      const ready = (await measureRows(w.tx, id)).filter((m) => m.content.ready).map((m) => m.id)
      await w.tx.updateTable('measure').set({ state: 'on', valid_from: w.now }).where('id', 'in', ready).execute()
      await w.tx.updateTable('directive').set({ issued_at: w.now }).where('campaign_id', '=', id).execute()
    }
  })
}

/** Pauses everything: what is not yet due is withdrawn, what was reported stays. */
export const pauseCampaign = (core: Core, context: Context, id: string): Promise<void> =>
  changeCampaign(core, context, id, ['running'], 'campaign.paused', async (w) => {
    await w.tx.updateTable('campaign').set({ state: 'paused', paused_at: w.now }).where('id', '=', id).execute()
  })

/** Stops the campaign for good: what is not yet due is withdrawn; cases go on. */
export const stopCampaign = (core: Core, context: Context, id: string): Promise<void> =>
  changeCampaign(core, context, id, ['running', 'paused'], 'campaign.stopped', async (w) => {
    await w.tx.updateTable('campaign').set({ state: 'stopped', stopped_at: w.now }).where('id', '=', id).execute()
  })

/** Throws away a draft. */
export const dropDraft = (core: Core, context: Context, id: string): Promise<void> =>
  changeCampaign(core, context, id, ['draft'], 'campaign.dropped', async (w) => {
    await w.tx.deleteFrom('campaign').where('id', '=', id).execute()
  })

type CampaignRow = NonNullable<Awaited<ReturnType<typeof campaignRow>>>

async function changeCampaign(
  core: Core,
  context: Context,
  id: string,
  from: readonly string[],
  action: string,
  change: (w: Work, campaign: CampaignRow, unit: Unit) => Promise<void>,
): Promise<void> {
  await work(context, async (w) => {
    const { campaign, unit } = await lockCampaign(core, w, id)
    if (!from.includes(campaign.state)) throw new Problem(ordersProblems['campaign-state'], { state: campaign.state })
    await change(w, campaign, unit)
    await told(w, action, campaign.id, unit)
  })
  await core.orders.ensure()
}

async function lockCampaign(core: Core, w: Work, id: string): Promise<{ campaign: CampaignRow; unit: Unit }> {
  const campaign = await campaignRow(w.tx, id)
  if (!campaign) throw new Problem(problems['not-found'], { what: '防控战役 campaign' })
  const unit = unitOf(core, campaign.unit_id)
  may(w.actor, 'campaign.manage', unit.path)
  return { campaign, unit }
}

async function told(w: Work, action: string, campaignId: string, unit: Unit, detail?: Record<string, unknown>): Promise<void> {
  await ordersChanged(w)
  await w.announce(campaignChanged, { path: unit.path })
  w.audit({ action, unitId: unit.id, detachmentId: unit.detachmentId, subjectKind: 'campaign', subjectId: campaignId, detail })
  w.touch(unit.id)
}

function unitOf(core: Core, id: string): Unit {
  const unit = core.organisation.tree.find(id)
  if (!unit) throw new Problem(problems['not-found'], { what: '单位 unit' })
  return unit
}

/** The open version of a measure. */
async function openVersion(w: Work, campaignId: string, code: string): Promise<MeasureRow> {
  const row = (await measureRows(w.tx, campaignId)).filter((m) => m.code === code).at(-1)
  if (!row) throw new Problem(problems['not-found'], { what: '措施 measure' })
  return row
}

/** Pauses a measure or takes it up again: what is not yet due is withdrawn or owed again. */
export async function switchMeasure(core: Core, context: Context, campaignId: string, code: string, on: boolean): Promise<void> {
  await work(context, async (w) => {
    const { unit } = await lockCampaign(core, w, campaignId)
    const row = await openVersion(w, campaignId, code)
    if (on && !row.content.ready) throw new Problem(ordersProblems['measure-not-ready'])
    await w.tx.updateTable('measure').set({ state: on ? 'on' : 'paused' }).where('campaign_id', '=', campaignId).where('code', '=', code).execute()
    await told(w, on ? 'measure.resumed' : 'measure.paused', campaignId, unit, { measure: code })
  })
  await core.orders.ensure()
}

export type MeasureTimes = Pick<Measure, 'slots' | 'late'>

/**
 * Changes a measure's slots or ladder. A draft is changed in place; in a running campaign a new version begins with the
 * first window that has not opened yet, so that what is open keeps the times it opened with.
 */
export async function changeTimes(core: Core, context: Context, campaignId: string, code: string, times: Partial<MeasureTimes>): Promise<{ validFrom: string }> {
  const validFrom = await work(context, async (w) => {
    const { campaign, unit } = await lockCampaign(core, w, campaignId)
    const row = await openVersion(w, campaignId, code)
    const content: Measure = { ...row.content, ...times }
    const wrong = checkTimes(content)
    if (wrong.length > 0) throw new Problem(ordersProblems['times-not-right'], { count: wrong.length }, wrong)
    let from = w.now
    if (campaign.state === 'draft') {
      await w.tx.updateTable('measure').set({ content: JSON.stringify(content) }).where('id', '=', row.id).execute()
    } else {
      from = nextOpening(row.content, content, campaign.zone, w.now)
      await insertMeasureVersion(w, row, content, from)
    }
    await told(w, 'measure.times.changed', campaignId, unit, { measure: code, version: row.version + 1 })
    return from
  })
  await core.orders.ensure()
  return { validFrom: validFrom.toISOString() }
}

/** The first midnight or opening after now at which no window of the old wording is open any more. */
function nextOpening(before: Measure, after: Measure, zone: string, now: Date): Date {
  const today = localDate(now.getTime(), zone)
  const openings = [today, addDays(today, 1)].flatMap((date) =>
    [...before.slots, ...after.slots].map((s) => localInstant(date, minutes(s.opens ?? '00:00'), zone)),
  )
  return new Date(Math.min(...openings.filter((at) => at > now.getTime())))
}

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
