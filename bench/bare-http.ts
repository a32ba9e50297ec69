/** B: a bare Fastify server without a database: parses the report and answers. */
import Fastify from 'fastify'

const app = Fastify({ logger: false })
app.post('/api/reports', async (request, reply) => {
  const r = request.body as { id: string }
  reply.code(201)
  return { id: r.id, received_at: new Date(), flags: [], met: [] }
})
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)
