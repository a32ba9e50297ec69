/** A: a bare Fastify + pg server; one prepared INSERT a request with the report's columns, tuned pool, no validation to speak of. */
import { randomBytes } from 'node:crypto'
import Fastify from 'fastify'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.BARE_URL, max: Number(process.env.BARE_POOL ?? 16) })
const insert = {
  name: 'bare',
  text: `insert into bare_report (id, detachment_id, subject_kind, subject_id, unit_id, form, form_version, observed_at, received_at,
      sent_at, first_tried_at, clamped, sender_kind, sender_id, channel, answers, flags, task_id, corrects, salt)
    values ($1, $2, 'person', $3, $4, $5, 1, $6, $7, null, null, false, 'token', null, 'api', $8, '{}', null, null, $9)`,
}
const nothing = '00000000-0000-0000-0000-000000000000'

const app = Fastify({ logger: false })
app.post('/api/reports', async (request, reply) => {
  const r = request.body as { id: string; form: string; observed_at: string; answers: object }
  const now = new Date()
  await pool.query({
    ...insert,
    values: [r.id, nothing, nothing, nothing, r.form, r.observed_at, now, r.answers, randomBytes(16)],
  })
  reply.code(201)
  return { id: r.id, received_at: now, flags: [], met: [] }
})
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)
