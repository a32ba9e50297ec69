/** One's own requests about one's data, a family's or a member's: asked, and what came of them. */
import type { Static } from 'typebox'
import { Problem, problems } from '#platform/problems.ts'
import { type Context, work } from '#platform/work.ts'
import type { Organisation } from '../../organisation.ts'
import type { Subject } from '../../subjects.ts'
import { ownHousehold } from '../actions.ts'
import { consentProblems, type OwnRightsBody, type RightsBody } from '../schema.ts'
import { insertRightsRequest, relativesOf } from '../store.ts'
import { type OwnRequests, rightsProblems } from './schema.ts'
import { keptRelatives, openRequestLike, type RequestRow, requestsOfHousehold, requestsOfMember } from './store.ts'

const shownAtMost = 20

/** The member who asks, by the own card or account. */
async function ownPerson(context: Context, organisation: Organisation): Promise<Subject> {
  const id = context.actor.personId
  const subject = id ? await organisation.subjects.byId('person', id) : undefined
  if (!subject) throw new Problem(problems['not-signed-in'])
  return subject
}

/** Keeps a household's wish to see, copy, correct or delete what is kept about it. */
export async function askForRights(context: Context, organisation: Organisation, body: Static<typeof RightsBody>) {
  const household = await ownHousehold(context, organisation)
  return keep(context, household, { ...body, household: household.id, person: body.person ?? null })
}

/** The same for a member. */
export async function askForOwnRights(
  context: Context,
  organisation: Organisation,
  body: Static<typeof OwnRightsBody>,
) {
  const person = await ownPerson(context, organisation)
  return keep(context, person, { ...body, household: null, person: person.id })
}

interface Wish {
  readonly household: string | null
  readonly person: string | null
  readonly kind: string
  readonly note?: string | undefined
}

/** @throws Problem `consent-stranger`, `rights-what-is-wrong` */
function keep(context: Context, asker: Subject, wish: Wish): Promise<{ id: string; at: string }> {
  const note = wish.note?.trim() || null
  if (wish.kind === 'correction' && note === null) throw new Problem(rightsProblems['rights-what-is-wrong'])
  return work(context, async (w) => {
    if (wish.household && wish.person) {
      const relatives = await relativesOf(w.tx, wish.household)
      if (!relatives.some((r) => r.id === wish.person)) throw new Problem(consentProblems['consent-stranger'])
    }
    const asked = { household_id: wish.household, person_id: wish.person, kind: wish.kind }
    // Tapped twice, or asked for again while it waits: one request, which began when it was first made. Two corrections
    // are two matters, unless in the same words.
    const waiting = await openRequestLike(w.tx, { ...asked, note: wish.kind === 'correction' ? note : undefined })
    if (waiting) return { id: waiting.id, at: waiting.at.toISOString() }
    const id = w.id()
    await insertRightsRequest(w.tx, { id, ...asked, note, at: w.now })
    w.audit({
      action: 'rights.requested',
      detachmentId: asker.detachmentId,
      unitId: asker.unit.id,
      subjectKind: wish.household === null ? 'person' : 'household',
      subjectId: asker.id,
      detail: { request: id, kind: wish.kind },
    })
    return { id, at: w.now.toISOString() }
  })
}

/** A household's own requests with their answers, the newest first. */
export async function ownRights(context: Context, organisation: Organisation): Promise<OwnRequests> {
  const household = await ownHousehold(context, organisation)
  return work(context, async (w) => {
    const current = new Set((await keptRelatives(w.tx, household.id, null)).map((r) => r.id))
    const rows = await requestsOfHousehold(w.tx, household.id)
    return shown(rows.filter((r) => r.person_id === null || current.has(r.person_id)))
  })
}

/** The same of a member. */
export async function ownMemberRights(context: Context, organisation: Organisation): Promise<OwnRequests> {
  const person = await ownPerson(context, organisation)
  return work(context, async (w) => shown(await requestsOfMember(w.tx, person.id)))
}

const shown = (rows: readonly RequestRow[]): OwnRequests => ({
  requests: rows.slice(0, shownAtMost).map((r) => ({
    id: r.id,
    kind: r.kind,
    at: r.at.toISOString(),
    person: r.person_name,
    answered_at: r.answered_at?.toISOString() ?? null,
    outcome: r.outcome,
    deleted_reports: r.deleted_reports,
  })),
})
