/** A stand-in for the program behind the phone pages: it answers as the API is documented, and can lose answers. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { phonePagesDir } from '#modules/health/phone-pages.ts'

export interface Kept {
  id: string
  subject: Record<string, string>
  answers: Record<string, unknown>
  corrects?: string
  first_tried_at?: string
}

/** What a test may set, and what came in. */
export interface Fake {
  url: string
  /** Answers of GET, by path. */
  pages: Record<string, unknown>
  reports: Map<string, Kept>
  /** Every request for a report, also those whose answer was lost. */
  tries: { id: string; first_tried_at?: string }[]
  consents: unknown[]
  /** What the family asked about its data, the newest first. */
  asked: Record<string, unknown>[]
  /** `lose`: store, then break the connection; `down`: break it at once; `busy`: 503. */
  mode: 'up' | 'lose' | 'down' | 'busy'
  /** Flags for what is stored. */
  flags: (answers: Record<string, unknown>) => string[]
  /** What the exchange of a token answers. */
  exchange: (body: { token: string; digits?: string }) => { status: number; body: unknown }
  /** Called after a report was stored, so that the pages change. */
  stored: (report: Kept) => void
  /** The household or person that the present cookie stands for; others' reports are refused. */
  whose?: string
  now: () => Date
  close(): Promise<void>
}

const same = (a: Kept, b: Kept) =>
  JSON.stringify([a.subject, a.answers, a.corrects]) === JSON.stringify([b.subject, b.answers, b.corrects])

export async function fakeServer(): Promise<Fake> {
  const fake: Fake = {
    url: '',
    pages: {},
    reports: new Map(),
    tries: [],
    consents: [],
    asked: [],
    mode: 'up',
    flags: () => [],
    exchange: () => ({ status: 200, body: { kind: 'household', state: 'in', go: '/r' } }),
    stored: () => {},
    now: () => new Date(),
    close: async () => {},
  }
  const server = createServer((request, response) => void answer(fake, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  fake.close = () =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  return fake
}

async function answer(fake: Fake, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0]!
  const send = (status: number, body: unknown, type = 'application/json') => {
    response.writeHead(status, {
      'content-type': type,
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'",
    })
    response.end(Buffer.isBuffer(body) ? body : JSON.stringify(body))
  }
  if (path.startsWith('/report-assets/')) {
    return send(
      200,
      readFileSync(join(phonePagesDir, 'assets', path.slice(15))),
      path.endsWith('.js') ? 'text/javascript' : 'text/css',
    )
  }
  if (!path.startsWith('/api/')) return send(200, readFileSync(join(phonePagesDir, 'index.html')), 'text/html')
  if (fake.mode === 'down') return void request.socket.destroy()
  if (fake.mode === 'busy')
    return send(503, { code: 'too-busy', status: 503, title: '系统正忙，没有记下这次内容，请稍后再发。' })
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  if (path === '/api/files') return send(201, { id: '018f0000-0000-7000-8000-0000000f11e5', bytes: bytes.length })
  const body = bytes.length ? JSON.parse(bytes.toString()) : undefined
  if (path === '/api/links/exchange') {
    const done = fake.exchange(body)
    return send(done.status, done.body)
  }
  if (path === '/api/household/consent') {
    fake.consents.push(body)
    const home = fake.pages['/api/household'] as { relatives: { id: string; consent: string }[] }
    for (const choice of body.people)
      home.relatives.find((r) => r.id === choice.person)!.consent = choice.given ? 'given' : 'declined'
    return void response.writeHead(204).end()
  }
  if (path === '/api/household/rights-request' || path === '/api/me/rights-request') {
    fake.asked.unshift({ ...body, id: idOf(`${body.kind}${body.person ?? ''}`), at: fake.now().toISOString() })
    return send(201, { id: fake.asked[0]!.id, at: fake.asked[0]!.at })
  }
  if (path === '/api/household/rights-requests' || path === '/api/me/rights-requests') {
    const nothing = { person: null, answered_at: null, outcome: null, deleted_reports: null }
    const named = (one: Record<string, unknown>) => ({ ...nothing, ...one, person: one['person'] ? '孙小宁' : null })
    return send(200, { requests: fake.asked.map(named) })
  }
  if (path === '/api/reports') return takeReports(fake, body, request, send)
  const page = fake.pages[path]
  if (page) return send(200, { ...(page as object), now: fake.now().toISOString() })
  return send(401, { code: 'not-signed-in', status: 401, title: '请先登录。' })
}

function takeReports(
  fake: Fake,
  body: Kept | Kept[],
  request: IncomingMessage,
  send: (status: number, body: unknown) => void,
): void {
  const list = Array.isArray(body) ? body : [body]
  const results = list.map((report) => takeOne(fake, report))
  if (fake.mode === 'lose') return void request.socket.destroy()
  if (Array.isArray(body))
    send(
      200,
      results.map((r) => r.body),
    )
  else send(results[0]!.status, results[0]!.body)
}

function takeOne(fake: Fake, report: Kept): { status: number; body: unknown } {
  fake.tries.push({ id: report.id, ...(report.first_tried_at && { first_tried_at: report.first_tried_at }) })
  const problem = (status: number, code: string, title: string, wrong?: unknown) => ({
    status,
    body: { code, status, title, ...(wrong ? { wrong } : {}) },
  })
  if (fake.whose && !Object.values(report.subject).includes(fake.whose))
    return problem(403, 'subject-not-yours', '您不能为这个对象上报。')
  const before = fake.reports.get(report.id)
  const answer = { id: report.id, received_at: fake.now().toISOString(), flags: fake.flags(report.answers), met: [] }
  if (before)
    return same(before, report)
      ? { status: 200, body: answer }
      : problem(409, 'report-id-taken', '这个编号的上报已经记下，内容和这次的不同。')
  const celsius = report.answers['celsius'] as number | undefined
  if (celsius !== undefined && celsius > 42) {
    return problem(422, 'report-not-right', '有 1 处填写不对，请改好再发。', [
      { at: '/answers/celsius', reason: '体温 42.9 不像真的，请再量一次。' },
    ])
  }
  fake.reports.set(report.id, report)
  fake.stored(report)
  return { status: 201, body: answer }
}

/** A stable id from a word, for tests. */
export const idOf = (word: string): string =>
  createHash('sha256')
    .update(word)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-7$3-8$4-$5')
    .replace(/-7.(...)-8.(...)-/, '-7$1-8$2-')
