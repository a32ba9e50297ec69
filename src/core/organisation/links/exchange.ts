/** Lets a device in by a link: the first one at once, another by the last four digits or the squad leader's permit. */
import { makeToken } from '#platform/access/secrets.ts'
import { Problem } from '#platform/problems.ts'
import type { Context, Work } from '#platform/work.ts'
import { work } from '#platform/work.ts'
import type { Organisation } from '../organisation.ts'
import type { Subject } from '../subjects.ts'
import { linkProblems } from './schema.ts'
import { insertDevice, type LinkRow, lockLink, noteDevice, noteWrongTry, phonesOf, takePermit } from './store.ts'
import { type LinkClaim, linkKey, proves, readLinkToken } from './token.ts'

/** Days that a device stays let in: the longest that a browser keeps a cookie. */
export const deviceDays = 400
const wrongTriesAllowed = 5
const lockMinutes = 15
/** How many renewals back a card is still recognised as an old one of ours, so that its holder is told so. */
const generationsRemembered = 50

/** What came of it. Refusals are returned, not thrown, so that a counted try commits. */
export type Exchanged =
  | {
      state: 'in'
      claim: LinkClaim /** For the device's cookie; undefined: this device was in already. */
      cookie?: string
    }
  | { state: 'digits'; claim: LinkClaim }

interface Asked {
  readonly token: string
  readonly digits?: string
  /** The link that this browser's cookie was let in by, if any. */
  readonly already?: { kind: string; id: string } | undefined
  readonly agent?: string | undefined
}

/**
 * Exchanges a link's token for a device's session.
 * @throws Problem `link-malformed`, `link-unknown`, `link-revoked`, `link-digits-wrong`, `link-locked`, `link-ask-leader`
 */
export async function exchangeLink(context: Context, organisation: Organisation, asked: Asked): Promise<Exchanged> {
  const claim = readLinkToken(asked.token)
  if (!claim) throw new Problem(linkProblems['link-malformed'])
  const key = linkKey(context.services.key)
  const subject = await organisation.subjects.byId(claim.kind, claim.id)
  const outcome = await work(context, async (w) => {
    const link = await lockLink(w.tx, claim.kind, claim.id)
    const refused = refuse(key, claim, link, subject)
    if (refused) return refused
    if (asked.already?.kind === claim.kind && asked.already.id === claim.id) return { state: 'in', claim } as const
    return letIn(w, claim, link!, subject!, asked)
  })
  if (outcome instanceof Problem) throw outcome
  return outcome
}

/** Why the token is no good; undefined where it is. A token that proves nothing does not say whether its subject exists. */
function refuse(
  key: Buffer,
  claim: LinkClaim,
  link: LinkRow | undefined,
  subject: Subject | undefined,
): Problem | undefined {
  const generation = link?.generation ?? 0
  const current = link !== undefined && link.revoked_at === null && subject !== undefined
  if (current && proves(key, claim, generation)) return undefined
  const oldest = Math.max(1, generation - generationsRemembered)
  for (let g = Math.max(1, generation); g >= oldest; g--) {
    if (proves(key, claim, g)) return new Problem(linkProblems['link-revoked'])
  }
  return new Problem(linkProblems['link-unknown'])
}

async function letIn(
  w: Work,
  claim: LinkClaim,
  link: LinkRow,
  subject: Subject,
  asked: Asked,
): Promise<Exchanged | Problem> {
  const first = link.devices === 0
  if (first || (await takePermit(w.tx, claim.kind, claim.id, w.now)))
    return admit(w, claim, link, subject, asked, first ? 'first' : 'permit')
  if (link.locked_until !== null && link.locked_until > w.now) return locked(link.locked_until, w.now)
  const phones = (await phonesOf(w.tx, claim.kind, claim.id)).map((phone) => phone.slice(-4))
  if (phones.length === 0) return new Problem(linkProblems['link-ask-leader'])
  if (asked.digits === undefined) return { state: 'digits', claim }
  const digits = asked.digits.normalize('NFKC').replace(/\D/g, '')
  if (phones.includes(digits)) return admit(w, claim, link, subject, asked, 'digits')
  return countWrong(w, claim, link, subject)
}

async function admit(
  w: Work,
  claim: LinkClaim,
  link: LinkRow,
  subject: Subject,
  asked: Asked,
  by: string,
): Promise<Exchanged> {
  const { token, hash } = makeToken(w.services.chance, '')
  const expires = new Date(w.now.getTime() + deviceDays * 86_400_000)
  const { kind, id } = claim
  await insertDevice(w.tx, {
    hash,
    kind,
    id,
    generation: link.generation,
    now: w.now,
    expires,
    agent: asked.agent?.slice(0, 300) ?? null,
  })
  await noteDevice(w.tx, kind, id)
  w.audit({ action: 'link.opened', ...about(subject), detail: { by, device: link.devices + 1 } })
  return { state: 'in', claim, cookie: token }
}

async function countWrong(w: Work, claim: LinkClaim, link: LinkRow, subject: Subject): Promise<Problem> {
  const lockOver = link.locked_until !== null && link.locked_until <= w.now
  const tries = (lockOver ? 0 : link.wrong_tries) + 1
  const lockedUntil = tries >= wrongTriesAllowed ? new Date(w.now.getTime() + lockMinutes * 60_000) : null
  await noteWrongTry(w.tx, claim.kind, claim.id, tries, lockedUntil)
  w.audit({ action: 'link.digits_wrong', ...about(subject), detail: { tries } })
  if (lockedUntil) return locked(lockedUntil, w.now)
  return new Problem(linkProblems['link-digits-wrong'], { left: wrongTriesAllowed - tries })
}

function locked(until: Date, now: Date): Problem {
  const seconds = Math.ceil((until.getTime() - now.getTime()) / 1000)
  return new Problem(linkProblems['link-locked'], { minutes: Math.ceil(seconds / 60) }, [], seconds)
}

export const about = (subject: Subject) => ({
  detachmentId: subject.detachmentId,
  unitId: subject.unit.id,
  subjectKind: subject.kind,
  subjectId: subject.id,
})
