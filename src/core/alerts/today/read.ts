/** Today, for one unit: what is red, what is overdue and who was told, what is still to do. */

import type { Core } from '#core/core.ts'
import type { RunningCampaign } from '#core/orders/orders.ts'
import { openRights } from '#core/organisation/consent/index.ts'
import type { Unit } from '#core/organisation/tree.ts'
import { can, may } from '#platform/access/actor.ts'
import { addDays, localDate } from '#platform/local-time.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { alertsIn } from '../alerts/read.ts'
import { loadStaffing } from '../escalation/staffing.ts'
import { keyOf, peopleOf } from '../escalation/store-why.ts'
import { whysIn } from '../escalation/why.ts'
import { inboxIn } from '../notices/actions.ts'
import type { NoticeShape } from '../notices/schema.ts'
import { fullTitle, titlesOf } from '../titles.ts'
import { type Group, groups, overdue, toDo } from './figures.ts'
import type { OverdueShape, ToDoShape, TodayShape, UrgentShape } from './schema.ts'
import { groupsOf, metBy, namedAt, onBehalfTwice, postOf, presenceOf, squadSizes, trendOf } from './store.ts'

const trendDays = 14
const noticesShown = 10
/** Twice running within so many days: the morning and the evening before it, and a day between. */
const onBehalfDays = 3

export async function readToday(core: Core, context: Context, unit: Unit): Promise<TodayShape> {
  may(context.actor, 'board.read', unit.path)
  return work(context, (w) => todayIn(core, w, unit))
}

async function todayIn(core: Core, w: Work, unit: Unit): Promise<TodayShape> {
  const campaign = core.orders.campaignAt(unit.path)
  const zone = campaign?.zone ?? unit.zone
  const now = w.now.getTime()
  const day = localDate(now, zone)
  const yesterday = addDays(day, -1)
  const all = groups(await groupsOf(w.tx, unit.path, [yesterday, day]))
  const { personId } = w.actor
  return {
    unit: { id: unit.id, name: unit.name, kind: unit.kind, zone },
    as_of: w.now.toISOString(),
    day,
    reader: { name: w.actor.name, post: personId === null ? null : await postOf(w.tx, personId, unit.id, w.now) },
    urgent: await urgentOf(core, w, unit),
    overdue: await overdueOf(core, w, unit, overdue(all, now)),
    on_behalf: await behalfOf(w, unit, campaign),
    to_do: await toDoOf(
      core,
      w,
      unit,
      toDo(all, day, now),
      all.filter((g) => g.day === yesterday),
      campaign,
    ),
    campaign: campaign !== undefined,
    asked_today: all.some((g) => g.day === day),
    notices:
      personId === null ? [] : newest((await inboxIn(core, w, personId)).filter(stillMatters)).slice(0, noticesShown),
    rights: await openRights(w),
    presence: await countsOf(w, unit),
    trend: await trend(core, w, unit, day, all),
  }
}

/** A notice whose names have all reported, or whose alert is closed, no longer asks for anything; nor a naming once seen or taken back. */
const stillMatters = (n: NoticeShape): boolean =>
  n.missing.length > 0 ||
  (n.alert !== null && n.alert.state !== 'closed') ||
  (n.named?.holds === true && n.seen_at === null)

/** Of several notices of one alert, or of one measure, day and slot, the last one told says it all. */
function newest(list: readonly NoticeShape[]): NoticeShape[] {
  const of = (n: NoticeShape) =>
    n.alert?.id ?? (n.measure ? `${n.named && n.unit.id} ${n.measure.code} ${n.measure.day} ${n.measure.slot}` : n.id)
  return list.filter((n, i) => list.findIndex((m) => of(m) === of(n)) === i)
}

async function urgentOf(core: Core, w: Work, unit: Unit): Promise<UrgentShape[]> {
  const alerts = await alertsIn(core, w, unit, ['open', 'assessed', 'controlled'])
  const squads = alerts.map((a) => a.unit.id).filter((id) => core.organisation.tree.get(id)?.kind === 'squad')
  const sizes = squads.length === 0 ? new Map<string, number>() : await squadSizes(w.tx, squads)
  return alerts.map((alert) => {
    const size = alert.subject.kind === 'person' ? sizes.get(alert.unit.id) : undefined
    return { alert, same_squad: size === undefined ? null : Math.max(0, size - 1) }
  })
}

function figuresOf(core: Core, unit: Unit, g: Group) {
  const titles = titlesOf(core, g.measure, g.slot, unit.path)
  return {
    code: g.measure,
    slot: g.slot,
    day: g.day,
    title: fullTitle(titles),
    due_at: new Date(g.dueAt).toISOString(),
    closes_at: new Date(g.closesAt).toISOString(),
    reported: g.reported,
    owed: g.owed,
    exempt: g.exempt,
    subject: titles.measure?.subject ?? 'person',
  }
}

async function overdueOf(core: Core, w: Work, unit: Unit, list: readonly Group[]): Promise<OverdueShape[]> {
  const whys = await whysIn(
    core,
    w,
    unit,
    list.map(({ measure, day, slot }) => ({ measure, day, slot })),
  )
  return list.map((g) => ({
    ...figuresOf(core, unit, g),
    missing: g.owed - g.reported,
    where: g.where.map(({ path, missing }) => {
      const child = core.organisation.tree.byPath(path)
      return { unit: child?.id ?? '', name: child?.name ?? path, missing }
    }),
    why: whys.get(keyOf(g))!,
  }))
}

async function toDoOf(
  core: Core,
  w: Work,
  unit: Unit,
  list: readonly Group[],
  before: readonly Group[],
  campaign: RunningCampaign | undefined,
): Promise<ToDoShape[]> {
  const staff = await loadStaffing(
    w.tx,
    core.organisation.tree,
    [{ id: unit.id, unitId: unit.id, subjectKind: 'unit', subjectId: unit.id }],
    null,
    w.now,
  )
  const near = ['station', 'office', 'squad'].includes(unit.kind) ? [...core.organisation.tree.below(unit)] : [unit]
  const holderOf = (post: string): string | undefined => near.flatMap((u) => staff.holders(u.id, post))[0]
  const owners = list.map((g) => {
    const code = titlesOf(core, g.measure, g.slot, unit.path).measure?.owner
    const post = campaign?.playbook.posts.find((p) => p.code === code)
    // Above the units that hold the post there is one in each of them: a vacancy is told where it is, not here.
    return post && (near.length > 1 || (post.at as string[]).includes(unit.kind)) ? post.title : undefined
  })
  const people = await peopleOf(
    w.tx,
    owners.flatMap((post) => (post ? (holderOf(post.zh) ?? []) : [])),
  )
  const named = await namedAt(w.tx, unit.path, w.now)
  return list.map((g, i) => {
    const post = owners[i]
    const holder = post === undefined ? undefined : holderOf(post.zh)
    const measure = titlesOf(core, g.measure, g.slot, unit.path).measure
    const y = before.find((b) => b.measure === g.measure && b.slot === g.slot)
    return {
      ...figuresOf(core, unit, g),
      opens_at: new Date(g.opensAt).toISOString(),
      owner:
        post === undefined
          ? null
          : { post, name: named.get(g.measure) ?? (holder === undefined ? null : (people.get(holder)?.name ?? null)) },
      yesterday: y ? { reported: y.reported, owed: y.owed } : null,
      roll_call:
        measure?.form === 'roll-call' &&
        (measure.unitKinds ?? ['station']).includes(unit.kind) &&
        g.opensAt <= w.now.getTime(),
    }
  })
}

/** Only where the people are near enough to be looked at. */
async function behalfOf(w: Work, unit: Unit, campaign: RunningCampaign | undefined): Promise<TodayShape['on_behalf']> {
  const personal = campaign?.playbook.measures.find((m) => m.ready && m.subject === 'person' && m.form)
  if (!personal || !['station', 'office', 'squad'].includes(unit.kind) || !can(w.actor, 'health.read', unit.path))
    return []
  const rows = await onBehalfTwice(
    w.tx,
    unit.path,
    personal.form!,
    new Date(w.now.getTime() - onBehalfDays * 86_400_000),
  )
  const contact = can(w.actor, 'people.contact', unit.path)
  return rows.map((r) => ({ ...r, phone: contact ? r.phone : null }))
}

async function countsOf(w: Work, unit: Unit): Promise<TodayShape['presence']> {
  const rows = await presenceOf(w.tx, unit.path, w.now)
  const of = (...kinds: string[]) => rows.filter((r) => kinds.includes(r.kind)).reduce((n, r) => n + r.n, 0)
  return {
    on_station: of('on_station', 'on_shift'),
    leave: of('leave'),
    quarantine: of('quarantine'),
    hospital: of('hospital'),
    outing: of('outing'),
    detached: of('detached'),
  }
}

/** The measure that everybody owes, at its first slot of the day: what a morning is judged by. */
async function trend(
  core: Core,
  w: Work,
  unit: Unit,
  day: string,
  all: readonly Group[],
): Promise<TodayShape['trend']> {
  const measure = core.orders
    .measuresAt(unit.path)
    .find((m) => m.content.subject === 'person' && m.content.slots.length > 0)
  const slot = measure?.content.slots[0]
  if (!measure || !slot) return null
  const key = { measure: measure.code, slot: slot.code }
  const from = addDays(day, 1 - trendDays)
  const days = await trendOf(w.tx, unit.path, key.measure, key.slot, from, day)
  const yesterday = addDays(day, -1)
  const units = [...core.organisation.tree.below(unit)].map((u) => u.id)
  const g = all.find((x) => x.measure === key.measure && x.slot === key.slot && x.day === day)
  return {
    code: key.measure,
    slot: key.slot,
    title: fullTitle(titlesOf(core, key.measure, key.slot, unit.path)),
    days,
    now: { reported: g?.reported ?? 0, owed: g?.owed ?? 0 },
    yesterday_now: await metBy(w.tx, units, { ...key, day: yesterday }, new Date(w.now.getTime() - 86_400_000)),
  }
}
