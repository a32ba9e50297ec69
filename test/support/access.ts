/** Signing in through the API as a browser does: keeps the cookie that the server sends. */
import type { TestApp } from './app.ts'
import { Client } from './app.ts'

export interface SignedIn {
  readonly status: number
  /** The problem, where it was refused. */
  readonly body: { code: string; title: string }
  /** Sends the cookie that was received. */
  readonly client: Client
  readonly setCookie: string
}

/** @param via a client that already carries a cookie or a language */
export async function signInAt(t: TestApp, input: Record<string, unknown>, via: Client = t.nobody): Promise<SignedIn> {
  const answer = await via.post<SignedIn['body']>('/api/session', input)
  const setCookie = String(answer.headers['set-cookie'] ?? '')
  const cookie = /muster=([^;]*)/.exec(setCookie)?.[1] ?? ''
  return {
    status: answer.status,
    body: answer.body,
    setCookie,
    client: new Client(t.app, { cookie: `muster=${cookie}` }),
  }
}
