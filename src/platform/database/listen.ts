/** One connection for LISTEN, opened with the first listener and opened again when it is lost. */
import pg from 'pg'

/**
 * @param channel a plain lower-case name
 * @param handler gets the payload; after a lost connection also an empty one, since something may have been missed
 */
export type Listen = (channel: string, handler: (payload: string) => void) => Promise<() => Promise<void>>

/** One lost connection is back at once; a restart of the database takes about a second. */
const FIRST_AGAIN_MS = 50
const AGAIN_MS = 1000

export function openListener(url: string, onError: (error: Error) => void = () => {}) {
  const handlers = new Map<string, Set<(payload: string) => void>>()
  let connecting: Promise<pg.Client> | undefined
  let closed = false
  let again: NodeJS.Timeout | undefined
  let pause = FIRST_AGAIN_MS

  async function open(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url, application_name: 'muster listen', keepAlive: true })
    client.on('notification', ({ channel, payload }) => deliver(channel, payload ?? ''))
    client.on('error', onError)
    client.on('end', lost)
    await client.connect()
    for (const channel of handlers.keys()) await client.query(`listen ${client.escapeIdentifier(channel)}`)
    return client
  }

  function deliver(channel: string, payload: string): void {
    for (const handler of handlers.get(channel) ?? []) handler(payload)
  }

  function lost(): void {
    connecting = undefined
    if (closed || handlers.size === 0 || again) return
    again = setTimeout(() => {
      again = undefined
      reopen()
    }, pause)
    pause = AGAIN_MS
    again.unref()
  }

  function reopen(): void {
    if (closed || connecting) return
    connecting = open()
    connecting.then(
      () => {
        pause = FIRST_AGAIN_MS
        for (const channel of handlers.keys()) deliver(channel, '')
      },
      (error) => {
        onError(error)
        lost()
      },
    )
  }

  const listen: Listen = async (channel, handler) => {
    if (!/^[a-z_][a-z0-9_]*$/.test(channel)) throw new Error(`not a channel name: ${channel}`)
    const known = handlers.get(channel) ?? new Set()
    handlers.set(channel, known.add(handler))
    connecting ??= open()
    const client = await connecting
    await client.query(`listen ${channel}`)
    return async () => {
      known.delete(handler)
    }
  }

  const close = async (): Promise<void> => {
    closed = true
    clearTimeout(again)
    await (await connecting?.catch(() => undefined))?.end()
  }

  return { listen, close }
}
