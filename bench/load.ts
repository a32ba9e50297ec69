/**
 * The load generator: plain sockets, so that it takes as little as possible of the two cores it shares. Run as a process of
 * its own: reads the plan as JSON from BENCH_PLAN, prints the result as JSON.
 */
import { connect, type Socket } from 'node:net'
import { systemChance, systemClock, uuid7 } from '#platform/clock.ts'

export interface Plan {
  readonly port: number
  readonly connections: number
  /** Requests in all. */
  readonly requests: number
  /** Reports in one request; 1 sends a plain object. */
  readonly each: number
  readonly authorization: string
  /** Staff numbers from `SG` + first … first + requests × each. */
  readonly first: number
  readonly observedAt: string
}

export interface Result {
  readonly seconds: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly statuses: Record<string, number>
  readonly cpuSeconds: number
}

function request(plan: Plan, n: number): string {
  const report = (i: number) => ({
    id: uuid7(systemClock, systemChance),
    form: 'temperature',
    form_version: 1,
    subject: { staff_no: `SG${plan.first + n * plan.each + i}` },
    observed_at: plan.observedAt,
    answers: { celsius: 36 + ((n + i) % 12) / 10, site: 'axillary' },
  })
  const body = JSON.stringify(plan.each === 1 ? report(0) : Array.from({ length: plan.each }, (_, i) => report(i)))
  return `POST /api/reports HTTP/1.1\r\nhost: bench\r\nauthorization: ${plan.authorization}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}

export async function run(plan: Plan): Promise<Result> {
  // Written before the clock starts: what a sender does is not what is measured.
  const requests = Array.from({ length: plan.requests }, (_, n) => request(plan, n))
  const times = new Float64Array(plan.requests)
  const statuses: Record<string, number> = {}
  let sent = 0
  let done = 0
  const cpu = process.cpuUsage()
  const started = performance.now()
  await new Promise<void>((resolve, reject) => {
    const sockets: Socket[] = []
    for (let c = 0; c < plan.connections; c++) {
      const socket = connect(plan.port, '127.0.0.1')
      sockets.push(socket)
      socket.setNoDelay(true)
      let at = 0
      let buffered = ''
      const next = () => {
        if (sent >= plan.requests) return
        at = performance.now()
        socket.write(requests[sent++]!)
      }
      socket.on('connect', next)
      socket.on('error', reject)
      socket.on('data', (chunk) => {
        buffered += chunk.toString('latin1')
        const end = buffered.indexOf('\r\n\r\n')
        if (end < 0) return
        const length = Number(/content-length: (\d+)/i.exec(buffered)?.[1] ?? 0)
        if (buffered.length < end + 4 + length) return
        const status = buffered.slice(9, 12)
        statuses[status] = (statuses[status] ?? 0) + 1
        buffered = buffered.slice(end + 4 + length)
        times[done++] = performance.now() - at
        if (done === plan.requests) {
          for (const s of sockets) s.destroy()
          resolve()
        } else next()
      })
    }
  })
  const seconds = (performance.now() - started) / 1000
  const used = process.cpuUsage(cpu)
  times.sort()
  const at = (q: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * q))]! * 100) / 100
  return {
    seconds,
    perSecond: (plan.requests * plan.each) / seconds,
    p50: at(0.5),
    p99: at(0.99),
    statuses,
    cpuSeconds: (used.user + used.system) / 1e6,
  }
}

if (process.env.BENCH_PLAN)
  process.stdout.write(`${JSON.stringify(await run(JSON.parse(process.env.BENCH_PLAN) as Plan))}\n`)
