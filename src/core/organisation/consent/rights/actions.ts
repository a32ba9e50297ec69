/** Requests of families and members about their data: listed, looked into, given out, deleted for, answered. Five steps each. */
import { may, roots } from '#platform/access/actor.ts'
import { Problem, problems } from '#platform/problems.ts'
import { deleteReportsOnRequest } from '#platform/retention/on-request.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import type { Organisation } from '../../organisation.ts'
import type { Unit } from '../../tree.ts'
import { contactsOf, gather, type Kept, reportsConcerned, standTogether } from './kept.ts'
import { type RightsCount, type RightsDetail, type RightsItem, type RightsList, rightsProblems } from './schema.ts'
import {
  countOpen,
  countRequests,
  listRequests,
  lockRequest,
  markAnswered,
  markDeleted,
  type RequestRow,
  requestById,
} from './store.ts'

export const rightsPermission = 'rights.answer'
const requestsAtOnce = 300

/** Nobody answers, or deletes for, a request of one's own. @throws Problem `rights-own` */
function refuseOwn(w: Work, request: RequestRow): void {
  if (request.household_id === null && request.person_id === w.actor.personId)
    throw new Problem(rightsProblems['rights-own'])
}

/** The request, its unit, and the right to deal with it there. */
async function load(w: Work, organisation: Organisation, id: string): Promise<{ request: RequestRow; unit: Unit }> {
  const request = await requestById(w.tx, id)
  const unit = request && organisation.tree.get(request.unit_id)
  if (!request || !unit) throw new Problem(problems['not-found'], { what: '这个请求' })
  may(w.actor, rightsPermission, unit.path)
  return { request, unit }
}

const about = (request: RequestRow, unit: Unit) => ({
  detachmentId: unit.detachmentId,
  unitId: unit.id,
  subjectKind: request.person_id === null ? 'household' : 'person',
  // One of the two is always there: the table says so.
  subjectId: (request.person_id ?? request.household_id)!,
})

function item(row: RequestRow, unit: Unit): RightsItem {
  return {
    id: row.id,
    kind: row.kind,
    at: row.at.toISOString(),
    note: row.note,
    household: row.household_id ? { id: row.household_id, name: row.household_name ?? '' } : null,
    unit: { id: unit.id, name: unit.name, full_name: unit.fullName, path: unit.path },
    person: row.person_id ? { id: row.person_id, name: row.person_name ?? '', relation: row.relation } : null,
    answered: row.answered_at ? { at: row.answered_at.toISOString(), by: row.answerer, outcome: row.outcome } : null,
    deleted: row.deleted_at ? { at: row.deleted_at.toISOString(), reports: row.deleted_reports ?? 0 } : null,
  }
}

/** Requests of the households and members for whom the reader answers. */
export function listRights(context: Context, organisation: Organisation, state: 'open' | 'answered') {
  const below = roots(context.actor, rightsPermission)
  return work(context, async (w): Promise<RightsList> => {
    const rows = await listRequests(w.tx, below, state, requestsAtOnce)
    const counts = await countRequests(w.tx, below)
    const requests = rows.flatMap((row) => {
      const unit = organisation.tree.get(row.unit_id)
      return unit ? [item(row, unit)] : []
    })
    return { requests, counts }
  })
}

/** One request with what a deletion would take, told in numbers; no answer is read out. */
export function rightsDetail(context: Context, organisation: Organisation, id: string): Promise<RightsDetail> {
  return work(context, async (w) => {
    const { request, unit } = await load(w, organisation, id)
    const { relatives, readable, all } = await reportsConcerned(w, request)
    const family = request.household_id ? relatives.filter((r) => !r.retired_at) : []
    const contacts = [...(await contactsOf(w, request)), ...family]
    w.audit({ action: 'rights.read', ...about(request, unit), detail: { request: id } })
    return {
      request: item(request, unit),
      reports: all.length,
      first_at: all[0]?.at.toISOString() ?? null,
      last_at: all.at(-1)?.at.toISOString() ?? null,
      together: standTogether(readable, relatives, request.person_id),
      phones: contacts.flatMap(({ name, phone }) => (phone ? [{ name, phone }] : [])),
    }
  })
}

/** Days in which a request is answered (GB/T 35273-2020, 8.7). */
const answerDays = 30

/** How many wait for an answer where the actor gives it; nothing where the actor gives none. */
export async function openRights(w: Work): Promise<RightsCount> {
  const below = roots(w.actor, rightsPermission)
  if (below.length === 0) return { open: 0, over: 0 }
  return countOpen(w.tx, below, new Date(w.now.getTime() - answerDays * 86_400_000))
}

/** Everything kept about whom the request concerns; giving it out is in the audit. */
export function exportRights(context: Context, organisation: Organisation, id: string, as: 'json' | 'xlsx') {
  return work(context, async (w): Promise<{ kept: Kept; unit: Unit }> => {
    const { request, unit } = await load(w, organisation, id)
    may(w.actor, 'health.read', unit.path)
    const kept = await gather(w, unit, request)
    w.audit({
      action: 'rights.exported',
      ...about(request, unit),
      detail: { request: id, as, reports: kept.reports.length },
    })
    return { kept, unit }
  })
}

/**
 * Deletes the reports that a request for deletion concerns, through retention, so that the audit covers what went.
 * @param expected how many reports the one who decides has seen
 * @throws Problem `rights-not-deletion`, `rights-answered`, `rights-changed`
 */
export function deleteForRights(context: Context, organisation: Organisation, id: string, expected: number) {
  return work(context, async (w) => {
    const { request, unit } = await load(w, organisation, id)
    may(w.actor, 'health.read', unit.path)
    refuseOwn(w, request)
    if (request.kind !== 'deletion') throw new Problem(rightsProblems['rights-not-deletion'])
    if (!(await lockRequest(w.tx, id))) throw new Problem(rightsProblems['rights-answered'])
    const { all } = await reportsConcerned(w, request)
    if (all.length !== expected) throw new Problem(rightsProblems['rights-changed'], { count: all.length })
    const reports = await deleteReportsOnRequest(w, {
      reportIds: all.map((r) => r.id),
      request: id,
      ...about(request, unit),
      detachmentId: unit.detachmentId!,
    })
    await markDeleted(w.tx, id, reports, w.now)
    w.touch(unit.id)
    return { reports }
  })
}

/** Keeps the answer; the household sees it on its page. @throws Problem `rights-answered`, `rights-no-words` */
export function answerRights(context: Context, organisation: Organisation, id: string, words: string): Promise<void> {
  const outcome = words.trim()
  if (outcome === '') throw new Problem(rightsProblems['rights-no-words'])
  return work(context, async (w) => {
    const { request, unit } = await load(w, organisation, id)
    refuseOwn(w, request)
    if (!(await lockRequest(w.tx, id))) throw new Problem(rightsProblems['rights-answered'])
    await markAnswered(w.tx, id, w.actor.kind === 'account' ? w.actor.id : null, outcome, w.now)
    w.audit({ action: 'rights.answered', ...about(request, unit), detail: { request: id, kind: request.kind } })
  })
}
