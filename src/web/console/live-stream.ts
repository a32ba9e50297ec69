/** One server-sent stream a browser: the tab that holds the lock listens and passes on to the others. */

export type StreamState = 'connecting' | 'live' | 'off'

export interface Stream {
  readonly state: () => StreamState
  readonly onState: (listener: () => void) => () => void
  readonly onChange: (listener: (unitIds: ReadonlySet<string>) => void) => () => void
  /** Opens the stream; called once somebody is signed in. */
  start(): void
  stop(): void
  /** Opens the line anew: after a sleep it looks open and is dead. */
  again(): void
}

type Message = { units: string[] } | { state: StreamState } | { ask: true }

const name = 'muster-live'
/** Browsers try again by themselves after a broken line, but not after a refusal; then this long. */
const againMs = 10_000
/** The server speaks at least every 15 s; a line that was silent for longer is dead, though nobody said so. */
const silentMs = 40_000

class SharedStream implements Stream {
  #state: StreamState = 'off'
  readonly #stateListeners = new Set<() => void>()
  readonly #changeListeners = new Set<(units: ReadonlySet<string>) => void>()
  #channel: BroadcastChannel | undefined
  #source: EventSource | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined
  #release: AbortController | undefined

  readonly state = (): StreamState => this.#state

  readonly onState = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener)
    return () => void this.#stateListeners.delete(listener)
  }

  readonly onChange = (listener: (units: ReadonlySet<string>) => void): (() => void) => {
    this.#changeListeners.add(listener)
    return () => void this.#changeListeners.delete(listener)
  }

  start(): void {
    if (this.#release) return
    const release = new AbortController()
    this.#release = release
    this.#set('connecting')
    // A line that was cut may look open for minutes; the browser knows better.
    addEventListener('offline', () => this.#hang(), { signal: release.signal })
    addEventListener('online', () => this.#source && this.#listen(), { signal: release.signal })
    // Without locks (an address that is not https) each tab listens for itself.
    if (globalThis.navigator?.locks && globalThis.BroadcastChannel) this.#share(release)
    else this.#listen()
  }

  /** Waits for its turn to listen for all tabs. */
  #share(release: AbortController): void {
    this.#channel = new BroadcastChannel(name)
    this.#channel.onmessage = (event: MessageEvent<Message>) => this.#hear(event.data)
    this.#channel.postMessage({ ask: true } satisfies Message)
    const held = () =>
      new Promise<void>((done) => {
        this.#listen()
        release.signal.addEventListener('abort', () => done())
      })
    navigator.locks.request(name, { signal: release.signal }, held).catch(() => {})
  }

  again(): void {
    if (this.#source) this.#listen()
  }

  stop(): void {
    this.#release?.abort()
    this.#release = undefined
    clearTimeout(this.#timer)
    clearTimeout(this.#silence)
    this.#source?.close()
    this.#source = undefined
    this.#channel?.close()
    this.#channel = undefined
    this.#set('off')
  }

  #listen(): void {
    clearTimeout(this.#timer)
    this.#source?.close()
    const source = new EventSource('/api/live')
    this.#source = source
    source.onopen = () => {
      this.#heard()
      this.#tell({ state: 'live' })
    }
    source.onmessage = (event: MessageEvent<string>) => {
      this.#heard()
      this.#tell(JSON.parse(event.data) as { units: string[] })
    }
    source.addEventListener('here', () => this.#heard())
    source.onerror = () => {
      clearTimeout(this.#silence)
      this.#tell({ state: 'connecting' })
      if (source.readyState !== EventSource.CLOSED) return
      this.#tell({ state: 'off' })
      this.#timer = setTimeout(() => this.#listen(), againMs)
    }
  }

  /** The line lives; it is opened anew when nothing more is heard of it. */
  #heard(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => {
      this.#tell({ state: 'connecting' })
      this.#listen()
    }, silentMs)
  }

  /** Off line: nothing arrives until the browser says that it is back. */
  #hang(): void {
    if (!this.#source) return
    clearTimeout(this.#silence)
    clearTimeout(this.#timer)
    this.#source.close()
    this.#tell({ state: 'connecting' })
  }

  /** Tells this tab and the others. */
  #tell(message: Message): void {
    this.#hear(message)
    this.#channel?.postMessage(message)
  }

  #hear(message: Message): void {
    if ('state' in message) this.#set(message.state)
    else if ('units' in message) for (const listener of this.#changeListeners) listener(new Set(message.units))
    else if (this.#source) this.#channel?.postMessage({ state: this.#state } satisfies Message)
  }

  #set(state: StreamState): void {
    if (state === this.#state) return
    this.#state = state
    for (const listener of this.#stateListeners) listener()
  }
}

let only: SharedStream | undefined

/** The browser's one stream; the same object however often it is asked for. */
export function openStream(): Stream {
  only ??= new SharedStream()
  return only
}
