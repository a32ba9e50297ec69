/** The use cases of the orders: load a playbook, draft a campaign from it, start, pause, stop, change its measures. */
import { holds, may, refusal } from '#platform/access/actor.ts'
import { defineEvent } from '#platform/hooks.ts'
import { localDate } from '#platform/local-time.ts'
import { Problem } from '#platform/problems.ts'
import { fill } from '#platform/texts.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import type { Core } from '../core.ts'
import type { Unit } from '../organisation/tree.ts'
import { firstBorder, withTimes } from './change-times.ts'
import { notFound } from './describe.ts'
import { ordersChanged } from './orders.ts'
import { parsePlaybook } from './playbook/parse.ts'
import type { Form, Playbook } from './playbook/schema.ts'
import { campaignActions, type TimesInput, type TimesTried } from './schema.ts'
import {
  campaignRow,
  insertForms,
  insertMeasureVersion,
  insertOrders,
  insertPlaybook,
  lockUnit,
  type MeasureRow,
  measureRows,
  playbookRow,
  rewriteVersion,
} from './store.ts'
import { ordersProblems, ordersTexts, stateProblems } from './texts.ts'

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
    // A playbook belongs to no unit: whoever manages a campaign anywhere may bring one.
    if (!holds(w.actor, 'campaign.manage')) throw refusal('campaign.manage')
    const known = await playbookRow(w.tx, playbook.playbook, playbook.version)
    if (known && known.source !== source)
      throw new Problem(ordersProblems['playbook-version-taken'], {
        code: playbook.playbook,
        version: playbook.version,
      })
    if (known) return
    await insertPlaybook(w, source, playbook)
    refuseTaken(await insertForms(w, playbook.forms))
    await ordersChanged(w)
    w.audit({
      action: 'playbook.loaded',
      subjectKind: 'playbook',
      detail: { code: playbook.playbook, version: playbook.version },
    })
  })
  await core.orders.ensure()
  return playbook
}

function refuseTaken(forms: readonly Form[]): void {
  if (forms.length === 0) return
  const wrong = forms.map(({ code, version }) => ({
    at: `forms.${code}`,
    text: fill(ordersTexts.formTaken, { code, version }),
  }))
  throw new Problem(ordersProblems['form-version-taken'], { count: wrong.length }, wrong)
}

/** A draft of a campaign at a unit, with the playbook's directives, clauses and measures to look through and change. */
export async function draftCampaign(
  core: Core,
  context: Context,
  input: { unitId: string; playbook: string },
): Promise<{ id: string }> {
  const unit = unitOf(core, context, input.unitId)
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
    await insertOrders(w, id, { name: unit.name, year: localDate(w.now.getTime(), unit.zone).slice(0, 4) }, playbook)
    w.audit({
      action: 'campaign.drafted',
      unitId: unit.id,
      detachmentId: unit.detachmentId,
      subjectKind: 'campaign',
      subjectId: id,
      detail: { playbook: row.code, version: row.version },
    })
    return { id }
  })
}

/** Starts a draft: measures that are ready are switched on from now; nothing due earlier is made. */
export async function startCampaign(core: Core, context: Context, id: string): Promise<void> {
  await changeCampaign(core, context, id, campaignActions.start, 'campaign.started', async (w, campaign, unit) => {
    await lockUnit(w.tx, unit.id)
    const running = await w.tx
      .selectFrom('campaign')
      .select('id')
      .where('unit_id', '=', campaign.unit_id)
      .where('state', '=', 'running')
      .executeTakeFirst()
    if (running) throw new Problem(ordersProblems['campaign-running-here'], { unit: unit.name })
    const from = campaign.started_at ?? w.now
    await w.tx
      .updateTable('campaign')
      .set({ state: 'running', started_at: from, paused_at: null })
      .where('id', '=', id)
      .execute()
    if (campaign.state === 'draft') {
      const ready = (await measureRows(w.tx, id)).filter((m) => m.content.ready).map((m) => m.id)
      if (ready.length > 0)
        await w.tx.updateTable('measure').set({ state: 'on', valid_from: w.now }).where('id', 'in', ready).execute()
      await w.tx.updateTable('directive').set({ issued_at: w.now }).where('campaign_id', '=', id).execute()
    }
  })
}

/** Pauses everything: what is not yet due is withdrawn, what was reported stays. */
export const pauseCampaign = (core: Core, context: Context, id: string): Promise<void> =>
  changeCampaign(core, context, id, campaignActions.pause, 'campaign.paused', async (w) => {
    await w.tx.updateTable('campaign').set({ state: 'paused', paused_at: w.now }).where('id', '=', id).execute()
  })

/** Stops the campaign for good: what is not yet due is withdrawn; cases go on. */
export const stopCampaign = (core: Core, context: Context, id: string): Promise<void> =>
  changeCampaign(core, context, id, campaignActions.stop, 'campaign.stopped', async (w) => {
    await w.tx.updateTable('campaign').set({ state: 'stopped', stopped_at: w.now }).where('id', '=', id).execute()
  })

/** Throws away a draft; nothing was owed by it. */
export async function dropDraft(core: Core, context: Context, id: string): Promise<void> {
  await work(context, async (w) => {
    const { campaign, unit } = await lockCampaign(core, w, id, campaignActions.drop)
    await w.tx.deleteFrom('campaign').where('id', '=', campaign.id).execute()
    await told(w, 'campaign.dropped', campaign, unit)
  })
}

/** Gives a directive the number under which the office issued it. */
export async function numberDirective(
  core: Core,
  context: Context,
  campaignId: string,
  directiveId: string,
  number: string,
): Promise<void> {
  await work(context, async (w) => {
    const { campaign, unit } = await lockCampaign(core, w, campaignId, campaignActions.change)
    const changed = await w.tx
      .updateTable('directive')
      .set({ number: number.trim() })
      .where('id', '=', directiveId)
      .where('campaign_id', '=', campaign.id)
      .returning('code')
      .executeTakeFirst()
    if (!changed) throw notFound(w, ordersTexts.directive)
    await told(w, 'directive.numbered', campaign, unit, { directive: changed.code, number: number.trim() })
  })
}

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
    const { campaign, unit } = await lockCampaign(core, w, id, from)
    await change(w, campaign, unit)
    await told(w, action, campaign, unit)
    await owedAnew(w, unit)
  })
  await core.orders.ensure()
}

/** @param from the states in which this may be done */
async function lockCampaign(
  core: Core,
  w: Work,
  id: string,
  from: readonly string[],
): Promise<{ campaign: CampaignRow; unit: Unit }> {
  const campaign = await campaignRow(w.tx, id)
  if (!campaign) throw notFound(w, ordersTexts.campaign)
  const unit = unitOf(core, w, campaign.unit_id)
  may(w.actor, 'campaign.manage', unit.path)
  if (!from.includes(campaign.state)) throw new Problem(stateProblems[campaign.state as keyof typeof stateProblems])
  return { campaign, unit }
}

async function told(
  w: Work,
  action: string,
  campaign: CampaignRow,
  unit: Unit,
  detail?: Record<string, unknown>,
): Promise<void> {
  await ordersChanged(w)
  w.audit({
    action,
    unitId: unit.id,
    detachmentId: unit.detachmentId,
    subjectKind: 'campaign',
    subjectId: campaign.id,
    ...(detail && { detail }),
  })
  w.touch(unit.id)
}

/** Who owes what follows: everybody at and below the unit is worked out again. */
const owedAnew = (w: Work, unit: Unit): Promise<void> => w.announce(campaignChanged, { path: unit.path })

function unitOf(core: Core, context: Context, id: string): Unit {
  const unit = core.organisation.tree.find(id)
  if (!unit) throw notFound(context, ordersTexts.unit)
  return unit
}

/** The versions of a measure, oldest first; the last is the one that changes are made to. */
async function versionsOf(
  w: Work,
  campaignId: string,
  code: string,
): Promise<[last: MeasureRow, before: MeasureRow | undefined]> {
  const rows = (await measureRows(w.tx, campaignId)).filter((m) => m.code === code)
  const last = rows.at(-1)
  if (!last) throw notFound(w, ordersTexts.measure)
  return [last, rows.at(-2)]
}

/** Pauses a measure or takes it up again: what is not yet due is withdrawn or owed again. */
export async function switchMeasure(
  core: Core,
  context: Context,
  campaignId: string,
  code: string,
  on: boolean,
): Promise<void> {
  await work(context, async (w) => {
    const { campaign, unit } = await lockCampaign(core, w, campaignId, ['running', 'paused'])
    const [row] = await versionsOf(w, campaignId, code)
    if (on && !row.content.ready) throw new Problem(ordersProblems['measure-not-ready'])
    const state = on ? 'on' : row.state === 'off' ? 'off' : 'paused'
    await w.tx
      .updateTable('measure')
      .set({ state })
      .where('campaign_id', '=', campaignId)
      .where('code', '=', code)
      .execute()
    await told(w, on ? 'measure.resumed' : 'measure.paused', campaign, unit, { measure: code })
    await owedAnew(w, unit)
  })
  await core.orders.ensure()
}

/**
 * Changes a measure's slots or ladder. A draft is changed in place; in a running campaign a new version begins at the
 * first moment that lies inside no window, so that what is open keeps the times it opened with.
 * @returns from when it holds
 */
export async function changeTimes(
  core: Core,
  context: Context,
  campaignId: string,
  code: string,
  times: TimesInput,
): Promise<{ valid_from: string }> {
  const validFrom = await work(context, async (w) => {
    const { campaign, unit } = await lockCampaign(core, w, campaignId, campaignActions.change)
    const [last, before] = await versionsOf(w, campaignId, code)
    const { measure, wrong } = withTimes(last.content, times)
    if (wrong.length > 0) throw new Problem(ordersProblems['times-not-right'], { count: wrong.length }, wrong)
    const waiting = last.valid_from > w.now && before !== undefined
    const from =
      campaign.state === 'draft'
        ? last.valid_from
        : firstBorder(waiting ? before.content : last.content, measure, campaign.zone, w.now)
    if (campaign.state === 'draft' || waiting)
      await rewriteVersion(w, waiting ? before : undefined, last, measure, from)
    else await insertMeasureVersion(w, last, measure, from)
    await told(w, 'measure.times.changed', campaign, unit, { measure: code, ...times })
    if (campaign.state === 'running') await owedAnew(w, unit)
    return from
  })
  await core.orders.ensure()
  return { valid_from: validFrom.toISOString() }
}

/** What `changeTimes` would say and from when it would hold; changes nothing. */
export async function tryTimes(
  core: Core,
  context: Context,
  campaignId: string,
  code: string,
  times: TimesInput,
): Promise<TimesTried> {
  return work(context, async (w) => {
    const { campaign } = await lockCampaign(core, w, campaignId, campaignActions.change)
    const [last, before] = await versionsOf(w, campaignId, code)
    const { measure, wrong } = withTimes(last.content, times)
    const inForce = last.valid_from > w.now && before ? before.content : last.content
    const from =
      campaign.state === 'draft'
        ? w.now
        : firstBorder(inForce, wrong.length > 0 ? inForce : measure, campaign.zone, w.now)
    return { valid_from: from.toISOString(), wrong: wrong.map(({ at, text }) => ({ at, text })) }
  })
}
