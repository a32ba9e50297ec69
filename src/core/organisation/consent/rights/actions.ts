/** Requests of families about their data: listed, looked into, given out, deleted for, answered. Five steps each. */
import { may, roots } from '#platform/access/actor.ts'
import { Problem, problems } from '#platform/problems.ts'
import { deleteReportsOnRequest } from '#platform/retention/on-request.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import type { Organisation } from '../../organisation.ts'
import type { Unit } from '../../tree.ts'
import { ownHousehold } from '../actions.ts'
import { gather, type Kept, reportsConcerned, standTogether } from './kept.ts'
import { type RightsDetail, type RightsItem, type RightsList, rightsProblems } from './schema.ts'
import {
  countRequests,
  keptRelatives,
  listRequests,
  lockRequest,
  markAnswered,
  markDeleted,
  membersOf,
  type RequestRow,
  requestById,
  requestsOfHousehold,
} from './store.ts'

export const rightsPermission = 'rights.answer'
const requestsAtOnce = 300

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
  subjectId: request.person_id ?? request.household_id,
})

function item(row: RequestRow, unit: Unit): RightsItem {
  return {
    id: row.id,
    kind: row.kind,
    at: row.at.toISOString(),
    note: row.note,
    household: { id: row.household_id, name: row.household_name ?? '' },
    unit: { id: unit.id, name: unit.name, full_name: unit.fullName, path: unit.path },
    person: row.person_id ? { id: row.person_id, name: row.person_name ?? '', relation: row.relation } : null,
    answered: row.answered_at ? { at: row.answered_at.toISOString(), by: row.answerer, outcome: row.outcome } : null,
    deleted: row.deleted_at ? { at: row.deleted_at.toISOString(), reports: row.deleted_reports ?? 0 } : null,
  }
}

/** Requests of the households for which the reader answers. */
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
    const contacts = [...(await membersOf(w.tx, request.household_id)), ...relatives.filter((r) => !r.retired_at)]
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
    if (!(await lockRequest(w.tx, id))) throw new Problem(rightsProblems['rights-answered'])
    await markAnswered(w.tx, id, w.actor.kind === 'account' ? w.actor.id : null, outcome, w.now)
    w.audit({ action: 'rights.answered', ...about(request, unit), detail: { request: id, kind: request.kind } })
  })
}

/** A household's own requests with their answers, the newest first. */
export async function ownRights(context: Context, organisation: Organisation) {
  const household = await ownHousehold(context, organisation)
  return work(context, async (w) => {
    const current = new Set((await keptRelatives(w.tx, household.id, null)).map((r) => r.id))
    const rows = await requestsOfHousehold(w.tx, household.id)
    return {
      requests: rows
        .filter((r) => r.person_id === null || current.has(r.person_id))
        .slice(0, 20)
        .map((r) => ({
          id: r.id,
          kind: r.kind,
          at: r.at.toISOString(),
          person: r.person_name,
          answered_at: r.answered_at?.toISOString() ?? null,
          outcome: r.outcome,
          deleted_reports: r.deleted_reports,
        })),
    }
  })
}
