/** Takes one ladder that is due one step on: who is told, what is not sent and why, and what comes next. Safe to repeat. */
import type { Core } from '#core/core.ts'
import type { Work } from '#platform/work.ts'
import { handledSince, toldOf } from '../notices/told.ts'
import {
  clocksOf,
  type Ladder,
  type NameClock,
  type Renewed,
  renewedProgress,
  type ToldAt,
  willRunOut,
} from './clocks.ts'
import { type Progress, progress, repeatStep, timedRungs } from './ladder.ts'
import { type Matter, readMatter } from './matter.ts'
import { stillSpans } from './still.ts'
import { advance, downtimesSince, type EscalationRow, finish, lockEscalation, markExpired } from './store.ts'
import { type Telling, tell } from './tell.ts'

/** One ladder at one moment. */
interface Taken {
  readonly core: Core
  readonly w: Work
  readonly row: EscalationRow
  readonly matter: Matter
  readonly ladder: Ladder
  readonly told: readonly ToldAt[]
}

/** The row is locked by the caller. */
export async function fire(core: Core, w: Work, row: EscalationRow): Promise<void> {
  await markExpired(w.tx, row.id, w.now)
  const matter = await readMatter(core, w, row)
  if (typeof matter === 'string') return finish(w.tx, row.id, matter, w.now)
  const spans = stillSpans(await downtimesSince(w.tx, new Date(matter.base)), matter.graceMinutes)
  const told = await toldOf(w.tx, row.id, matter.since, matter.personal)
  const { rungs, repeatMinutes, closesAt } = matter
  const ladder: Ladder = { rungs, repeatMinutes, closesAt, spans, now: w.now.getTime() }
  const taken: Taken = { core, w, row, matter, ladder, told }
  const clocks = await readClocks(taken)

  const own = await fireOwn(taken, clocks)
  let { round } = own
  const due: (number | null)[] = [own.next.nextAt]
  for (const clock of clocks) {
    if (clock.kind === 'held') due.push(willRunOut(clock.until, ladder))
    if (clock.kind !== 'renewed') continue
    const next = await fireRenewed(taken, clock, round + 1)
    if (next.told) round += 2
    due.push(next.nextAt)
  }
  const times = due.filter((at) => at !== null)
  await advance(w.tx, row.id, {
    nextStep: own.next.nextStep,
    nextAt: times.length === 0 ? null : new Date(Math.min(...times)),
    toldAt: own.next.fire.length > 0 ? w.now : null,
    round,
  })
  if (times.length === 0) await finish(w.tx, row.id, 'ladder_end', w.now)
}

/** An acknowledgement ran out: the ladder is looked at, even where it had come to its end before. Twice does nothing. */
export async function expireAcknowledgements(core: Core, w: Work, escalationId: string): Promise<void> {
  const row = await lockEscalation(w.tx, escalationId)
  if (!row) return
  if (row.finished_why === null || row.finished_why === 'ladder_end') return fire(core, w, row)
  await markExpired(w.tx, row.id, w.now)
}

async function readClocks({ w, row, matter, ladder, told }: Taken): Promise<NameClock[]> {
  const ranOut = told.flatMap((t) => (t.until !== null && t.until <= ladder.now && !t.asOwner ? [t.until] : []))
  const handled =
    ranOut.length === 0 ? [] : await handledSince(w.tx, row.id, row.alert_id, new Date(Math.min(...ranOut)))
  return clocksOf({ owedIds: matter.owed.map((o) => o.id), told, handled, spans: ladder.spans, now: ladder.now })
}

/** The ladder's own clock: for names that nobody has taken up yet; of those that somebody has, it is kept why nothing was sent. */
async function fireOwn(taken: Taken, clocks: readonly NameClock[]): Promise<{ next: Progress; round: number }> {
  const { row, matter, ladder, told } = taken
  const rungs = timedRungs(matter.rungs, matter.base, ladder.spans)
  const next = progress({ ...ladder, rungs, nextStep: row.next_step, told: row.told_at?.getTime() ?? null })
  const again = row.next_step === repeatStep
  const held = new Map(clocks.flatMap((c) => (c.kind === 'held' ? c.owedIds.map((id) => [id, c.by] as const) : [])))
  const ids = new Set(clocks.flatMap((c) => (c.kind === 'own' || (c.kind === 'held' && !again) ? c.owedIds : [])))
  if (next.fire.length === 0 || ids.size === 0) return { next, round: row.round }
  const round = again ? row.round + 1 : row.round
  await tellOf(taken, { ids, steps: next.fire, overtaken: next.overtaken, told, held, again, round, climb: false })
  return { next, round }
}

/** @param round nobody has told in it yet, so that the same recipient may be told of these names once more */
async function fireRenewed(
  taken: Taken,
  clock: Renewed,
  round: number,
): Promise<{ told: boolean; nextAt: number | null }> {
  const { ladder } = taken
  const next = renewedProgress(clock, ladder)
  if (next.fire.length === 0) return { told: false, nextAt: next.nextAt }
  const ids = new Set(clock.owedIds)
  const told = taken.told.filter((t) => t.at >= clock.ranOut)
  const again = clock.told !== null && next.fire.every((step) => step <= clock.told!.lastStep)
  const { fire: steps, overtaken, begins: climb } = next
  const went = await tellOf(taken, { ids, steps, overtaken, told, held: new Map(), again, round, climb })
  if (!climb) return { told: true, nextAt: next.nextAt }
  // How far up the first telling went is known only now; the next step counts from there.
  const lastStep = Math.max(...went)
  const first = ladder.now
  const begun = { ...clock, told: { first, from: lastStep, lastStep, lastAt: first } }
  return { told: true, nextAt: renewedProgress(begun, ladder).nextAt }
}

function tellOf(taken: Taken, how: Omit<Telling, 'owed'> & { ids: ReadonlySet<string> }): Promise<number[]> {
  const { core, w, row, matter } = taken
  return tell(core, w, row, matter, { ...how, owed: matter.owed.filter((o) => how.ids.has(o.id)) })
}
