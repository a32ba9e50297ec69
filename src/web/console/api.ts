/** Calls of the program's own API: JSON in and out, refusals as `ApiProblem` with a sentence to show. */
import { say } from '#platform/texts.ts'
import { hearAnswer } from './now.ts'
import { shellTexts } from './shell-texts.ts'
import { language } from './text.ts'

export interface WrongEntry {
  readonly at: string
  readonly reason: string
  readonly value?: unknown
}

/** A refusal (RFC 9457) in the reader's language; `code` is stable, `title` can be shown as it is. */
export class ApiProblem extends Error {
  readonly code: string
  /** HTTP status; 0 where the server was not reached. */
  readonly status: number
  readonly title: string
  readonly wrong: readonly WrongEntry[]
  readonly retryAfterSeconds: number | undefined

  constructor(
    status: number,
    code: string,
    title: string,
    wrong: readonly WrongEntry[] = [],
    retryAfterSeconds?: number,
  ) {
    super(title)
    this.status = status
    this.code = code
    this.title = title
    this.wrong = wrong
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export type Query = Readonly<Record<string, string | number | boolean | undefined | null>>

/** An address with its query; entries without a value are left out. */
export function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return given.length > 0 ? `${path}?${search}` : path
}

async function call<T>(method: string, url: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const raw = body instanceof FormData || body instanceof Blob
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language() }
  if (body !== undefined && !raw) headers['content-type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(url, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body !== undefined && { body: raw ? (body as FormData | Blob) : JSON.stringify(body) }),
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    const text = method === 'GET' ? shellTexts.notReached : shellTexts.noConnection
    throw new ApiProblem(0, 'no-connection', say(text, language()))
  }
  hearAnswer(response.headers.get('date'))
  const text = await response.text()
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T
  throw asProblem(response, text)
}

function asProblem(response: Response, text: string): ApiProblem {
  const retry = Number(response.headers.get('retry-after')) || undefined
  try {
    const document = JSON.parse(text) as { code?: string; title?: string; wrong?: WrongEntry[] }
    if (document.code && document.title)
      return new ApiProblem(response.status, document.code, document.title, document.wrong, retry)
  } catch {
    // A proxy answered in the program's place; its page says nothing to the reader.
  }
  return new ApiProblem(
    response.status,
    'no-answer',
    say(shellTexts.noAnswer, language(), { status: response.status }),
    [],
    retry,
  )
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
    call<T>('GET', address(path, query), undefined, signal),
  post: <T>(path: string, body: unknown = {}, query?: Query): Promise<T> => call<T>('POST', address(path, query), body),
  put: <T>(path: string, body: unknown = {}): Promise<T> => call<T>('PUT', path, body),
  delete: <T>(path: string): Promise<T> => call<T>('DELETE', path),
}
