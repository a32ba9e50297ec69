/** Calls the server, with an end to waiting, and tells apart what can be tried again from what cannot. */
import type { Text } from '#platform/texts.ts'
import { language, t } from './words.ts'

/** Milliseconds after which a call counts as failed: a mobile network that drops packets answers never. */
const patienceMs = 20000

export interface ProblemDocument {
  code: string
  status: number
  title: string
  wrong?: { at: string; reason: string }[]
}

/** A refusal by the server (`status` set), or no answer at all (`status` 0). */
export class Refusal extends Error {
  status: number
  document: ProblemDocument | undefined
  /** Seconds after which the server wants to be asked again. */
  retryAfter: number
  constructor(status: number, document?: ProblemDocument, retryAfter = 0) {
    super(document ? document.title : 'no answer')
    this.status = status
    this.document = document
    this.retryAfter = retryAfter
  }
}

/** The page that calls: the server then takes the card's cookie before that of an account signed in beside it. */
let page: 'household' | 'member' | undefined

export function callAs(which: 'household' | 'member' | undefined): void {
  page = which
}

export async function call<T>(
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<{ status: number; value: T }> {
  const headers: Record<string, string> = { 'accept-language': language }
  if (page) headers['x-muster-page'] = page
  let payload: BodyInit | undefined
  if (body instanceof Blob) {
    payload = body
    headers['content-type'] = body.type || 'application/octet-stream'
  } else if (body !== undefined) {
    payload = JSON.stringify(body)
    headers['content-type'] = 'application/json'
  }
  const response = await inTime(
    fetch(path, { method, headers, body: payload, credentials: 'same-origin' }),
    body instanceof Blob ? 6 : 1,
  )
  const text = await response.text()
  const value = parse(text)
  if (response.ok) return { status: response.status, value: value as T }
  throw new Refusal(
    response.status,
    value as ProblemDocument | undefined,
    Number(response.headers.get('retry-after')) || 0,
  )
}

function parse(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

function inTime(answer: Promise<Response>, times: number): Promise<Response> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Refusal(0)), patienceMs * times)
    answer.then(
      (response) => {
        clearTimeout(timer)
        resolve(response)
      },
      () => {
        clearTimeout(timer)
        reject(new Refusal(0))
      },
    )
  })
}

export const get = async <T>(path: string): Promise<T> => (await call<T>('GET', path)).value
export const post = async <T>(path: string, body: unknown): Promise<T> => (await call<T>('POST', path, body)).value

/** What to say of a refusal: the server's sentence, or ours where it sent none. */
export function sentence(error: unknown, otherwise: Text): string {
  const document = error instanceof Refusal ? error.document : undefined
  return document?.title || t(otherwise)
}
