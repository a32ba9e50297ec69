import type { Language, Text } from './texts.ts'

export function startLanguage(env: NodeJS.ProcessEnv): Language

export interface StartLines {
  /** The present step is at work, and how far (0 to 1) where that is known. Says nothing for a step that is done at once. */
  working(text: Text, share?: number): void
  /** The present step is done; the next one follows. */
  done(text: Text): void
  /** A remark, on a line of its own and without a number. */
  note(text: Text): void
  /** The start ends here, with one sentence. */
  failed(text: Text): void
}

export interface StartLinesOptions {
  /** The number of the first step said here; default 1. */
  readonly first?: number
  readonly total: number
  readonly language: Language
  /** Default: standard error. */
  readonly stream?: { readonly isTTY?: boolean; write(text: string): unknown }
  /** Milliseconds; default: those of the process. */
  readonly now?: () => number
}

export function startLines(options: StartLinesOptions): StartLines
