/** Collects what a check finds: counts all, keeps the first of each kind. */
import { fill, type Text, type TextParams } from '#platform/texts.ts'
import { type CheckKind, type CheckNoteKind, checkNotes, checkTexts } from './texts.ts'

export interface CheckFinding {
  readonly kind: CheckKind
  readonly params: TextParams
  readonly text: Text
}

/** Told one by one for each kind; the rest is counted. */
const toldOfKind = 200

export class Found {
  readonly findings: CheckFinding[] = []
  readonly notes: { kind: CheckNoteKind; text: Text }[] = []
  readonly counts = new Map<CheckKind, number>()

  add(kind: CheckKind, params: TextParams): void {
    const before = this.counts.get(kind) ?? 0
    this.counts.set(kind, before + 1)
    if (before < toldOfKind) this.findings.push({ kind, params, text: fill(checkTexts[kind], params) })
  }

  note(kind: CheckNoteKind, params: TextParams = {}): void {
    this.notes.push({ kind, text: fill(checkNotes[kind], params) })
  }
}
