/** Loads the sample detachment in the background and keeps how far it is where every node reads it. */
import { sql } from 'kysely'
import type { Core } from '#core/core.ts'
import { Problem } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'
import { type Context, work } from '#platform/work.ts'
import { setupProblems } from './problems.ts'
import type { SampleProgress } from './schema.ts'

/** Told while a step is under way: so many of so many, and what is being done. */
export type OnProgress = (done: number, total: number, what: Text) => void

/** Loads the sample detachment into an empty organisation; the roster's owner provides it. */
export type SampleLoader = (core: Core, onProgress: OnProgress) => Promise<void>

let loader: SampleLoader | undefined

/** Says who loads the sample; called while the parts are wired. */
export function provideSample(load: SampleLoader): void {
  loader = load
}

const name = 'setup.sample'
/** A loading that said nothing for so long was cut off by a stop of the program: it may be started again. */
const cutOffMs = 120_000
/** Between two notes of progress. */
const noteMs = 300

const idle: SampleProgress = { state: 'idle', done: 0, total: 0, what: null, why: null }
const cutOff: Text = {
  zh: '程序中途停过，样例没有装完。可以再来一次。',
  en: 'The program stopped before the sample was complete. You can start it again.',
}

const running = new WeakMap<Core, Promise<void>>()

export async function readProgress(context: Context): Promise<SampleProgress> {
  const { database, clock } = context.services
  const row = await database.app.selectFrom('setting').selectAll().where('name', '=', name).executeTakeFirst()
  if (!row) return idle
  const progress = row.value as unknown as SampleProgress
  const silent = clock.now() - (row.changed_at as Date).getTime() > cutOffMs
  return progress.state === 'running' && silent ? { ...progress, state: 'failed', why: cutOff } : progress
}

/**
 * Starts loading; returns once it is under way. Two who press at once start it once.
 * @throws Problem `organisation-there`, `sample-missing`
 */
export async function startSample(context: Context, core: Core): Promise<SampleProgress> {
  if (core.organisation.tree.size > 0) throw new Problem(setupProblems['organisation-there'])
  const load = loader
  if (!load) throw new Problem(setupProblems['sample-missing'])
  const begun: SampleProgress = { ...idle, state: 'running', what: { zh: '准备', en: 'Preparing' } }
  const mine = await work(context, async (w) => {
    const before = new Date(w.now.getTime() - cutOffMs)
    const { rows } = await sql`
      insert into setting (name, value, changed_at) values (${name}, ${JSON.stringify(begun)}::jsonb, ${w.now})
      on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at
      where setting.value ->> 'state' <> 'running' or setting.changed_at < ${before}
      returning 1`.execute(w.tx)
    if (rows.length > 0) w.audit({ action: 'sample.started' })
    return rows.length > 0
  })
  if (mine) running.set(core, run(context, core, load))
  return readProgress(context)
}

/** Waits for a loading under way, so that a stop does not cut it off. */
export const sampleFinished = (core: Core): Promise<void> => running.get(core) ?? Promise.resolve()

async function run(context: Context, core: Core, load: SampleLoader): Promise<void> {
  const { services } = context
  let latest: SampleProgress = { ...idle, state: 'running' }
  let noted = services.clock.now()
  let writing: Promise<unknown> = Promise.resolve()
  const note = (next: SampleProgress) => {
    latest = next
    writing = writing.then(() => write(context, next)).catch(() => {})
  }
  try {
    await load(core, (done, total, what) => {
      const now = services.clock.now()
      if (now - noted < noteMs) return
      noted = now
      note({ ...idle, state: 'running', done, total, what })
    })
    note({ ...latest, state: 'done', done: latest.total })
  } catch (error) {
    services.log.error({ error: String((error as Error).stack ?? error) }, 'sample failed')
    const why = error instanceof Problem ? error.text : { zh: '样例没有装上。', en: 'The sample could not be loaded.' }
    note({ ...latest, state: 'failed', why })
  }
  await writing
}

const write = ({ services }: Context, progress: SampleProgress) =>
  services.database.app
    .updateTable('setting')
    .set({ value: JSON.stringify(progress), changed_at: new Date(services.clock.now()) })
    .where('name', '=', name)
    .execute()
