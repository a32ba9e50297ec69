/** The inbox: reading it, having seen a notice, acknowledging it for as long as an acknowledgement lasts. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import { Problem, problems } from '#platform/problems.ts'
import { asProgram, type Context, type Work, work } from '#platform/work.ts'
import { campaignFor } from '../escalation/matter.ts'
import type { Passed } from '../escalation/recipients.ts'
import { fullTitle, postTitle, titlesOf } from '../titles.ts'
import type { NoticeShape, PassedShape } from './schema.ts'
import { type InboxRow, inboxOf, lockOwnNotice, namesOf } from './store.ts'

const inboxDays = 7
const inboxLimit = 100
/** Where the campaign has gone, as the playbook ships. */
const usualMinutes = { red: 30, amber: 240 }

/** The actor's own notices of the last week, newest first. */
export async function readInbox(core: Core, context: Context): Promise<NoticeShape[]> {
  const { personId } = context.actor
  if (personId === null) return []
  return work(context, (w) => inboxIn(core, w, personId))
}

export async function inboxIn(core: Core, w: Work, personId: string, limit = inboxLimit): Promise<NoticeShape[]> {
  // Somebody is told of an alert by a post; its colour and state go with the notice, its findings do not.
  const rows = await asProgram(w, () =>
    inboxOf(w.tx, personId, new Date(w.now.getTime() - inboxDays * 86_400_000), limit),
  )
  const names = await namesOf(w.tx, passedPeople(rows.flatMap((r) => r.passed)))
  return rows.map((row) => asShape(core, row, names))
}

export const passedPeople = (passed: readonly Passed[]): string[] => [...new Set(passed.flatMap((p) => p.person ?? []))]

export const shownPassed = (core: Core, passed: readonly Passed[], names: ReadonlyMap<string, string>): PassedShape[] =>
  passed.map((p) => ({
    post: p.post,
    title: postTitle(core, p.unit, p.post),
    unit: core.organisation.tree.get(p.unit)?.name ?? '',
    person: p.person ?? null,
    name: p.person === undefined ? null : (names.get(p.person) ?? null),
    why: p.why,
  }))

/** A naming is for the measure, whatever its slots. */
function titleOf(core: Core, measure: string, slot: string | null, path: string) {
  const titles = titlesOf(core, measure, slot ?? '', path)
  return slot === null ? titles.title : fullTitle(titles)
}

function asShape(core: Core, row: InboxRow, names: ReadonlyMap<string, string>): NoticeShape {
  const unit = core.organisation.tree.get(row.unit_id)
  const iso = (at: Date | null) => at?.toISOString() ?? null
  return {
    id: row.id,
    at: row.sent_at.toISOString(),
    level: row.level,
    step: row.step,
    via: row.via,
    passed: shownPassed(core, row.passed, names),
    unit: { id: row.unit_id, name: unit?.name ?? '' },
    measure:
      row.measure === null
        ? null
        : {
            code: row.measure,
            title: titleOf(core, row.measure, row.slot, unit?.path ?? ''),
            day: row.day ?? '',
            slot: row.slot ?? '',
            due_at: iso(row.due_at),
          },
    told: row.told,
    missing: row.missing,
    alert:
      row.alert_id === null
        ? null
        : { id: row.alert_id, name: row.alert_name ?? '', level: row.alert_level ?? '', state: row.alert_state ?? '' },
    named: row.via === 'named' ? namedShape(core, row, unit?.path ?? '') : null,
    seen_at: iso(row.seen_at),
    acknowledged_at: iso(row.acknowledged_at),
    expires_at: iso(row.expires_at),
  }
}

/** What the measure asks for, in the words in force where the person answers for it. */
function namedShape(core: Core, row: InboxRow, path: string): NoticeShape['named'] {
  const { title, measure } = titlesOf(core, row.measure ?? '', '', path)
  return {
    asks: measure?.asks ?? title,
    due: measure?.slots.map((s) => s.due) ?? [],
    by: row.named_by,
    holds: row.named_holds,
  }
}

async function own(w: Work, id: string) {
  const notice = w.actor.personId === null ? undefined : await lockOwnNotice(w.tx, id, w.actor.personId)
  if (!notice) throw new Problem(problems['not-found'], { what: '这条提醒 notice' })
  return notice
}

/**
 * "I take care of it": stills the ladder for the names of this notice until the acknowledgement runs out. One that still
 * holds is not prolonged by pressing again.
 * @returns until when it holds (RFC 3339)
 */
export async function acknowledge(core: Core, context: Context, id: string): Promise<string> {
  return work(context, async (w) => {
    const notice = await own(w, id)
    if (notice.acknowledged_at && notice.expires_at && notice.expired_at === null && notice.expires_at > w.now)
      return notice.expires_at.toISOString()
    const minutes = campaignFor(core, notice.unit_id)?.playbook.escalation.acknowledgementMinutes ?? usualMinutes
    const until = new Date(w.now.getTime() + minutes[notice.level === 'red' ? 'red' : 'amber'] * 60_000)
    await sql`update notice set acknowledged_at = ${w.now}, acknowledged_by = ${w.actor.personId}, expires_at = ${until}, expired_at = null,
      seen_at = coalesce(seen_at, ${w.now}) where id = ${id}`.execute(w.tx)
    w.audit({
      action: 'notice.acknowledged',
      detachmentId: notice.detachment_id,
      unitId: notice.unit_id,
      subjectKind: 'notice',
      subjectId: id,
      detail: { until: until.toISOString(), measure: notice.measure, alert: notice.alert_id },
    })
    w.touch(notice.unit_id)
    return until.toISOString()
  })
}

/** Shown on the recipient's screen. */
export async function seen(context: Context, id: string): Promise<void> {
  await work(context, async (w) => {
    await own(w, id)
    await sql`update notice set seen_at = coalesce(seen_at, ${w.now}) where id = ${id}`.execute(w.tx)
  })
}
