/** Verifications asked for in the console: they run in the background and leave progress and result in a row. */
import { defineProblems, Problem } from '../problems.ts'
import type { Services } from '../services.ts'
import { type Context, type Work, work } from '../work.ts'
import { type PrintedHead, parseHead } from './head.ts'
import type { VerifyBody } from './schema.ts'
import { verifyAudit } from './verify.ts'

export const verificationProblems = defineProblems({
  'verification-running': [
    409,
    { zh: '已经有一次核验在进行，请等它结束。', en: 'A verification is already under way; please wait for it to end.' },
  ],
  'verification-unknown': [404, { zh: '没有这次核验。', en: 'There is no such verification.' }],
})

/** A verification that has not told its progress for so long belongs to a node that stopped. */
const silentMs = 60_000
const progressEveryMs = 500

const running = new Set<Promise<void>>()

/** Starts a verification and returns its id at once. @throws Problem `verification-running`, `head-unreadable` */
export async function startVerification(context: Context, body: VerifyBody): Promise<string> {
  const head = body.head?.trim() ? parseHead(body.head) : undefined
  const id = await work(context, (w) => insert(w, head))
  const run = runOne(context.services, id, head).finally(() => running.delete(run))
  running.add(run)
  return id
}

async function insert(w: Work, head: PrintedHead | undefined): Promise<string> {
  await giveUpSilent(w)
  const busy = await w.tx
    .selectFrom('audit_verification')
    .select('id')
    .where('state', '=', 'running')
    .executeTakeFirst()
  if (busy) throw new Problem(verificationProblems['verification-running'])
  const id = w.id()
  await w.tx
    .insertInto('audit_verification')
    .values({
      id,
      asked_at: w.now,
      asked_by: w.actor.id,
      head_no: head?.no ?? null,
      head_digest: head?.digest ?? null,
      state: 'running',
      beat_at: w.now,
    })
    .execute()
  w.audit({ action: 'audit.verify_started', subjectKind: 'verification', subjectId: id })
  return id
}

async function runOne(services: Services, id: string, head: PrintedHead | undefined): Promise<void> {
  const set = (values: { state?: string; progress?: number; result?: string }) => {
    const now = new Date(services.clock.now())
    const finished = values.state ? { finished_at: now } : {}
    return services.database.app
      .updateTable('audit_verification')
      .set({ ...values, ...finished, beat_at: now })
      .where('id', '=', id)
      .execute()
  }
  let told = 0
  const onProgress = (progress: number) => {
    const now = services.clock.now()
    if (now - told < progressEveryMs) return
    told = now
    // Lost progress costs nothing.
    set({ progress }).catch(() => {})
  }
  try {
    const result = await verifyAudit(services, { ...(head && { head }), onProgress })
    await set({ state: 'done', progress: 1, result: JSON.stringify(result) })
  } catch (error) {
    services.log.error({ error: String((error as Error).stack ?? error) }, 'audit verification failed')
    await set({ state: 'failed' }).catch(() => {})
  }
}

async function giveUpSilent(w: Work): Promise<void> {
  await w.tx
    .updateTable('audit_verification')
    .set({ state: 'failed', finished_at: w.now })
    .where('state', '=', 'running')
    .where('beat_at', '<', new Date(w.now.getTime() - silentMs))
    .execute()
}

/** @throws Problem `verification-unknown` */
export async function readVerification(services: Services, id: string) {
  const row = await services.database.app
    .selectFrom('audit_verification')
    .select(['id', 'state', 'progress', 'asked_at', 'finished_at', 'result'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Problem(verificationProblems['verification-unknown'])
  return row
}

/** Waits for the verifications of this process, before its connections close. */
export async function verificationsDone(): Promise<void> {
  await Promise.allSettled(running)
}
