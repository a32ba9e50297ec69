/** Errors as RFC 9457 problem documents: a stable code, an HTTP status and a sentence in both languages. */
import { fill, type Language, say, type Text, type TextParams } from './texts.ts'

export interface ProblemKind {
  readonly code: string
  readonly status: number
  readonly text: Text
}

/** Where in the input something is wrong, and what to do about it. `at` is a JSON pointer or a column's name. */
export interface Wrong {
  readonly at: string
  readonly text: Text
  readonly value?: unknown
}

/** Every problem that the program can answer with, by code; a module adds its own through `defineProblems`. */
export const problemKinds = new Map<string, ProblemKind>()

/**
 * Declares problems of one owner. The code is the key; two owners cannot use one code.
 * @example export const problems = defineProblems({ 'campaign-running': [409, { zh: '…', en: '…' }] })
 */
export function defineProblems<const T extends Record<string, readonly [status: number, text: Text]>>(
  table: T,
): { readonly [K in keyof T]: ProblemKind } {
  const made: Record<string, ProblemKind> = {}
  for (const [code, [status, text]] of Object.entries(table)) {
    if (problemKinds.has(code)) throw new Error(`problem ${code} is declared twice`)
    const kind = { code, status, text }
    problemKinds.set(code, kind)
    made[code] = kind
  }
  return made as { readonly [K in keyof T]: ProblemKind }
}

/** A refusal with a sentence for its reader. Thrown anywhere below a route, a job or the command line. */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly text: Text
  readonly wrong: readonly Wrong[]
  /** Seconds after which trying again makes sense; sent as `Retry-After`. */
  readonly retryAfterSeconds: number | undefined

  constructor(kind: ProblemKind, params: TextParams = {}, wrong: readonly Wrong[] = [], retryAfterSeconds?: number) {
    const text = fill(kind.text, params)
    super(`${kind.code}: ${text.en}`)
    this.kind = kind
    this.text = text
    this.wrong = wrong
    this.retryAfterSeconds = retryAfterSeconds
  }

  /** The RFC 9457 document in the reader's language. */
  document(language: Language) {
    return {
      type: `urn:muster:problem:${this.kind.code}`,
      code: this.kind.code,
      status: this.kind.status,
      title: this.text[language],
      ...(this.wrong.length > 0 && {
        wrong: this.wrong.map((w) => ({ at: w.at, reason: say(w.text, language), value: w.value })),
      }),
    }
  }
}

/** Problems that any part may meet. */
export const problems = defineProblems({
  'not-signed-in': [401, { zh: '请先登录。', en: 'Please sign in first.' }],
  'not-allowed': [403, { zh: '您没有这项权限：{what}。', en: 'You do not have the right to do this: {what}.' }],
  'not-found': [404, { zh: '没有找到{what}。', en: '{what} was not found.' }],
  'wrong-input': [
    422,
    {
      zh: '有 {count} 处填写不对，请改好再发。',
      en: '{count} {count|entry is|entries are} not right. Please correct {count|it|them} and send again.',
    },
  ],
  'unreadable-body': [400, { zh: '发来的内容无法读取：{why}。', en: 'The body could not be read: {why}.' }],
  'too-large': [413, { zh: '内容太大，最多 {limit}。', en: 'This is too large; the limit is {limit}.' }],
  'too-busy': [
    503,
    {
      zh: '系统正忙，没有记下这次内容，请稍后再发。',
      en: 'The system is busy. Nothing of this was stored; please send it again shortly.',
    },
  ],
  'too-many-tries': [
    429,
    {
      zh: '试的次数太多，请 {minutes} 分钟后再试。',
      en: 'Too many tries. Please try again in {minutes} {minutes|minute|minutes}.',
    },
  ],
  unexpected: [
    500,
    {
      zh: '程序出了意外，已记录编号 {ref}。没有确认的内容请再发一次。',
      en: 'Something unexpected happened, recorded as {ref}. Please send again what was not confirmed.',
    },
  ],
})
