/** What machines ask: liveness, readiness, metrics, the API's description. */
import { expect, test } from 'vitest'
import { testApp } from '#test/support/app.ts'

const t = await testApp()

test('the process says that it lives and that it can serve', async () => {
  expect((await t.nobody.get('/healthz')).body).toEqual({ status: 'ok' })
  expect((await t.nobody.get('/readyz')).body).toEqual({ status: 'ready' })
})

test('metrics are Prometheus text', async () => {
  const { headers, body } = await t.nobody.get<string>('/metrics')
  expect(headers['content-type']).toContain('text/plain')
  expect(body).toContain('muster_process_cpu_seconds_total')
})

test('the API is described in OpenAPI, with the way in for reports', async () => {
  const { body } = await t.nobody.get('/api/openapi.json')
  expect(body.openapi).toBe('3.1.0')
  expect(body.paths['/api/reports'].post.requestBody).toBeDefined()
})

test('an address that does not exist is a problem document in the reader’s language', async () => {
  const { status, body, headers } = await t.nobody.get('/api/nothing')
  expect(status).toBe(404)
  expect(headers['content-type']).toContain('application/problem+json')
  expect(body).toMatchObject({ code: 'not-found', status: 404 })
})
