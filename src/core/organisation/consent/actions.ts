/** Consent for a household's relatives: may, load, decide, write, tell. */
import type { Static } from 'typebox'
import { localDate } from '#platform/local-time.ts'
import { Problem, problems } from '#platform/problems.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { forgetSubjects, type Organisation, subjectsChanged } from '../organisation.ts'
import type { Subject } from '../subjects.ts'
import { consentBy } from './age.ts'
import { notice } from './notice.ts'
import { type ConsentBody, consentProblems } from './schema.ts'
import { insertConsents, type RelativeRow, relativesOf } from './store.ts'

/** The household that the actor speaks for. */
export async function ownHousehold(context: Context, organisation: Organisation): Promise<Subject> {
  const id = context.actor.householdId
  const subject = id ? await organisation.subjects.byId('household', id) : undefined
  if (!subject) throw new Problem(problems['not-signed-in'])
  return subject
}

const aboutHousehold = (household: Subject) => ({
  detachmentId: household.detachmentId,
  unitId: household.unit.id,
  subjectKind: 'household',
  subjectId: household.id,
})

/**
 * Keeps each relative's choice. A choice that changes who is expected works the household's tasks out again.
 * @throws Problem `consent-old-notice`, `consent-stranger`, `consent-guardian`, `consent-self`
 */
export async function giveConsent(
  context: Context,
  organisation: Organisation,
  body: Static<typeof ConsentBody>,
): Promise<void> {
  const household = await ownHousehold(context, organisation)
  if (body.notice_version !== notice.version) throw new Problem(consentProblems['consent-old-notice'])
  await work(context, async (w) => {
    const relatives = new Map((await relativesOf(w.tx, household.id)).map((r) => [r.id, r]))
    const year = Number(localDate(w.now.getTime(), household.unit.zone).slice(0, 4))
    for (const choice of body.people) check(choice, relatives.get(choice.person), year)
    await insertConsents(
      w.tx,
      body.people.map((choice) => row(w, choice)),
    )
    w.audit({
      action: 'consent.chosen',
      ...aboutHousehold(household),
      detail: {
        notice: notice.version,
        people: body.people.map((c) => ({ person: c.person, given: c.given, by: c.by })),
      },
    })
    const before = (c: Choice) => relatives.get(c.person)!.given
    // The first yes changes nobody's tasks, but from now on a report is taken: what is remembered has to go as well.
    if (body.people.some((c) => before(c) !== c.given)) await forgetSubjects(w, [household.id])
    if (body.people.some((c) => (before(c) ?? true) !== c.given)) await tell(w, household)
  })
  // The other nodes hear of it in a moment; here the family's report may come in the next request.
  organisation.subjects.forget([household.id])
}

type Choice = Static<typeof ConsentBody>['people'][number]

function check(choice: Choice, relative: RelativeRow | undefined, year: number): void {
  if (!relative) throw new Problem(consentProblems['consent-stranger'])
  const by = consentBy(relative.born, relative.relation, year)
  if (by === 'guardian' && choice.by === 'self')
    throw new Problem(consentProblems['consent-guardian'], { name: relative.name })
  if (by === 'self' && choice.by === 'guardian')
    throw new Problem(consentProblems['consent-self'], { name: relative.name })
}

const row = (w: Work, choice: Choice) => ({
  id: w.id(),
  person_id: choice.person,
  notice_version: notice.version,
  given: choice.given,
  by_kind: choice.by,
  at: w.now,
})

async function tell(w: Work, household: Subject): Promise<void> {
  await w.announce(subjectsChanged, { subjects: [{ kind: 'household', id: household.id }], reason: 'consent' })
  w.touch(household.unit.id)
}
