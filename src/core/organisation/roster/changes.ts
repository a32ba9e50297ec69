/** Which details of a known person a row of the file changes. */
import type { Change, ChangedPerson, KnownPerson, Sex } from './model.ts'

interface Details {
  readonly name: string
  readonly relation?: string
  readonly phone?: string
  readonly sex?: Sex
  readonly born?: number
}

const detailFields = ['name', 'relation', 'phone', 'sex', 'born'] as const

/** Compares the details. An empty cell says nothing: what the roster knows stays. */
export function changesOf(person: KnownPerson, row: Details): Pick<ChangedPerson, 'changes' | 'set'> {
  const changes: Change[] = []
  const set: Record<string, unknown> = {}
  for (const field of detailFields) {
    const value = row[field]
    if (value === undefined || value === (person[field] ?? undefined)) continue
    changes.push({ field, from: String(person[field] ?? ''), to: String(value) })
    set[field] = value
  }
  return { changes, set: set as ChangedPerson['set'] }
}
