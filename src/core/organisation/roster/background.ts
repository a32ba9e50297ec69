/** Long work on the roster that goes on after the answer: it tells how far it is, and a stop waits for it. */
import type { Core } from '#core/core.ts'
import { Problem } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'
import type { Context } from '#platform/work.ts'
import { noteProgress } from './store.ts'

export interface Progress {
  /** Notes how far it is, 0 to 1, and with what; to be called once the run holds its lock. */
  note(step: Text, share: number): void
  /**
   * Ends the notes and waits for the one under way. To be called before the transaction writes the import's own row:
   * a note would wait for the transaction, and the transaction for the note.
   */
  quiet(): Promise<void>
}

export interface Run {
  /** The import that it is about. */
  readonly id: string
  body(progress: Progress): Promise<void>
  /** Writes down why it did not come to its end; nothing of it was written. */
  refused(why: Text): Promise<unknown>
  /** Said where something happened that nobody foresaw. */
  readonly unforeseen: Text
}

const running = new WeakMap<Core, Set<Promise<void>>>()

/** Waits for work under way, so that a stop does not cut it off. */
export const importsFinished = async (core: Core): Promise<void> => {
  await Promise.all(running.get(core) ?? [])
}

/** Begins a run and comes back at once. */
export function inBackground(core: Core, context: Context, run: Run): void {
  const task = follow(core, context, run).finally(() => running.get(core)?.delete(task))
  running.set(core, (running.get(core) ?? new Set()).add(task))
}

async function follow(core: Core, context: Context, run: Run): Promise<void> {
  const { services } = context
  const progress = notes(context, run.id)
  try {
    await run.body(progress)
    await core.organisation.ensure()
  } catch (error) {
    await progress.quiet()
    if (!(error instanceof Problem))
      services.log.error({ import: run.id, error: String((error as Error).stack ?? error) }, 'roster work failed')
    const why = error instanceof Problem ? error.text : run.unforeseen
    // Where even this cannot be written, the sweep finds the run without its lock.
    await run.refused(why).catch(() => {})
  }
}

/** One note at a time, on a connection of its own: while it is written, later ones are left out. */
function notes({ services }: Context, id: string): Progress {
  let writing: Promise<unknown> | undefined
  let ended = false
  return {
    note(step, share) {
      if (ended) return
      writing ??= noteProgress(services.database.app, id, step, share, new Date(services.clock.now()))
        .catch(() => {})
        .finally(() => {
          writing = undefined
        })
    },
    async quiet() {
      ended = true
      await writing
    },
  }
}
