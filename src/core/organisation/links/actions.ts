/** Permits, revocations and cards of access links, each in five steps: may, load, decide, write, tell. */
import { may } from '#platform/access/actor.ts'
import { Problem, problems } from '#platform/problems.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import type { Organisation } from '../organisation.ts'
import { organisationChanged } from '../organisation.ts'
import type { Subject } from '../subjects.ts'
import type { Unit } from '../tree.ts'
import type { Card } from './cards.ts'
import { cardParts } from './cards-page.ts'
import { about } from './exchange.ts'
import { linkProblems } from './schema.ts'
import { cardRows, countCards, lockLink, makeLinks, putPermit, renewLink, renewLinks } from './store.ts'
import { type LinkKind, linkKey, makeLinkToken } from './token.ts'

/** Minutes in which the new phone has to be opened: the squad leader stands beside it or is on the telephone. */
const permitMinutes = 30

async function subjectOf(organisation: Organisation, kind: LinkKind, id: string): Promise<Subject> {
  const subject = await organisation.subjects.byId(kind, id)
  if (!subject) throw new Problem(problems['not-found'], { what: kind === 'person' ? '这名队员' : '这一家' })
  return subject
}

/** Lets the next new device of a link in without the four digits. For whoever may report on behalf there. */
export async function permitDevice(context: Context, organisation: Organisation, link: { kind: LinkKind; id: string }) {
  const subject = await subjectOf(organisation, link.kind, link.id)
  may(context.actor, 'report.write', subject.unit.path)
  return work(context, async (w) => {
    const until = new Date(w.now.getTime() + permitMinutes * 60_000)
    if (!(await lockLink(w.tx, link.kind, link.id))) await makeLinks(w.tx, subject.unit.path)
    await putPermit(w.tx, { kind: link.kind, id: link.id, until_at: until, by_id: context.actor.personId })
    w.audit({ action: 'link.permitted', ...about(subject) })
    return { name: subject.name, until: until.toISOString() }
  })
}

/** Ends a link: its card and every device let in by it stop; a card printed from now on works. */
export async function revokeLink(
  context: Context,
  organisation: Organisation,
  link: { kind: LinkKind; id: string },
): Promise<void> {
  const subject = await subjectOf(organisation, link.kind, link.id)
  may(context.actor, 'links.print', subject.unit.path)
  await work(context, async (w) => {
    await renewLink(w.tx, link.kind, link.id)
    w.audit({ action: 'link.revoked', ...about(subject) })
    await organisationChanged(w)
  })
}

/**
 * Ends every card of a unit and all below it, with the phones let in by them; those printed from now on work.
 * @returns how many cards have to be printed anew
 */
export async function replaceLinks(
  context: Context,
  organisation: Organisation,
  unit: Unit,
): Promise<{ cards: number }> {
  may(context.actor, 'links.print', unit.path)
  return work(context, async (w) => {
    const cards = await countCards(w.tx, unit.path)
    await makeLinks(w.tx, unit.path)
    await renewLinks(w.tx, unit.path)
    w.audit({ action: 'links.replaced', detachmentId: unit.detachmentId, unitId: unit.id, detail: { cards } })
    await organisationChanged(w)
    return { cards }
  })
}

/** The card of one member or household alone, for the printer: as it is, so that the phones let in by it go on. */
export async function printOne(context: Context, organisation: Organisation, link: { kind: LinkKind; id: string }) {
  const subject = await subjectOf(organisation, link.kind, link.id)
  may(context.actor, 'links.print', subject.unit.path)
  const cards = await work(context, (w) => printLinks(w, organisation, subject.unit, { as: 'pdf', one: subject }))
  return { name: subject.name, cards: cards.filter((card) => card.kind === link.kind) }
}

export interface PrintOptions {
  /** Count every link up first: all cards handed out before stop working. */
  readonly replace?: boolean
  /** One of the documents that `cardParts` splits the unit into, from 1. */
  readonly part?: number | undefined
  /** One subject's card alone. */
  readonly one?: Subject
  /** Refuse more cards than this. */
  readonly limit?: number
  /** What is made, for the audit: `csv` or `pdf`. */
  readonly as?: string
}

async function partOf(w: Work, organisation: Organisation, unit: Unit, no: number) {
  const parts = await cardParts(w, organisation, unit)
  const part = parts[no - 1]
  if (!part) throw new Problem(linkProblems['links-no-part'], { unit: unit.name, parts: parts.length, part: no })
  return part
}

/**
 * The cards of a unit and all below it, in the order of the tree, a member's before the household's. Makes links that
 * lack, and puts the printing in the audit; whoever calls it has decided that the actor may.
 * @throws Problem `links-no-address` without PUBLIC_URL, `links-too-many` past `limit`, `links-no-part`
 */
export async function printLinks(
  w: Work,
  organisation: Organisation,
  unit: Unit,
  options: PrintOptions = {},
): Promise<Card[]> {
  const address = w.services.config.publicUrl
  if (!address) throw new Problem(linkProblems['links-no-address'])
  const part = options.part === undefined ? undefined : await partOf(w, organisation, unit, options.part)
  const count = options.one ? 1 : (part?.cards ?? (await countCards(w.tx, unit.path)))
  const limit = options.limit ?? Number.POSITIVE_INFINITY
  if (count > limit) throw new Problem(linkProblems['links-too-many'], { unit: unit.name, count, limit })
  await makeLinks(w.tx, unit.path)
  if (options.replace) {
    await renewLinks(w.tx, unit.path)
    await organisationChanged(w)
  }
  const key = linkKey(w.services.key)
  const rows = await cardRows(w.tx, unit.path, { unitIds: part?.unitIds, id: options.one?.id })
  w.audit({
    action: options.replace ? 'links.replaced' : 'links.printed',
    ...(options.one ? about(options.one) : { detachmentId: unit.detachmentId, unitId: unit.id }),
    detail: { cards: rows.length, ...(options.as && { as: options.as }), ...(part && { part: options.part }) },
  })
  return rows.flatMap((row) => {
    const at = organisation.tree.get(row.unit_id)
    if (!at) return []
    const token = makeLinkToken(key, row.kind, row.id, row.generation)
    return [
      {
        kind: row.kind,
        id: row.id,
        name: row.name,
        staffNo: row.staff_no,
        unit: at,
        relatives: row.relatives ?? [],
        url: `${address}/r/${token}`,
      },
    ]
  })
}
