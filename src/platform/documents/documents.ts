/** Sets documents as PDF with Typst in a child process, which is renewed now and then because the compiler leaks. */
import { type ChildProcess, fork } from 'node:child_process'
import type { Config } from '../config.ts'
import { defineProblems, Problem } from '../problems.ts'
import { fontFolders } from './fonts.ts'

export const documentProblems = defineProblems({
  'document-failed': [
    500,
    {
      zh: '文件没有排出来：{why}。请再试一次，还不行请告诉管理员。',
      en: 'The document could not be made: {why}. Please try again, or tell the administrator.',
    },
  ],
})

export interface DocumentOrder {
  /** Typst source. It reads what it shows with `#let data = json(bytes(sys.inputs.data))`. */
  readonly template: string
  /** Anything that JSON holds. */
  readonly data: unknown
  /** Further folders with fonts. */
  readonly fonts?: readonly string[]
}

/** What goes to the child and comes back. */
export interface DocumentJob {
  readonly no: number
  readonly template: string
  readonly data: string
  readonly fonts: readonly string[]
}
export type DocumentResult =
  | { readonly no: number; readonly pdf: string }
  | { readonly no: number; readonly why: string }

/** The compiler leaks 0.2 to 1 MB a document: 200 stay below some hundred megabytes. */
const documentsPerChild = 200
/** A document that takes longer is stuck: a sheet of 1,600 cards takes a few seconds. */
const patienceMs = 60_000

interface Waiting {
  resolve(pdf: Buffer): void
  reject(error: Error): void
  timer: NodeJS.Timeout
}

export class Documents {
  readonly #fonts: readonly string[]
  #child: ChildProcess | undefined
  #made = 0
  #no = 0
  readonly #waiting = new Map<number, Waiting>()

  constructor(config: Pick<Config, 'dataDir'>) {
    this.#fonts = fontFolders(config.dataDir)
  }

  /**
   * The document as PDF.
   * @throws Problem `document-failed` with what Typst says
   */
  renderPdf(order: DocumentOrder): Promise<Buffer> {
    const child = this.#running()
    const no = ++this.#no
    const job: DocumentJob = {
      no,
      template: order.template,
      data: JSON.stringify(order.data),
      fonts: [...this.#fonts, ...(order.fonts ?? [])],
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
      this.#waiting.set(no, { resolve, reject, timer })
      child.send(job)
    })
  }

  /** Ends the child; documents being made fail. */
  async close(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.ref()
    child.kill()
    await ended
  }

  #running(): ChildProcess {
    if (this.#child && this.#made < documentsPerChild) {
      this.#made++
      return this.#child
    }
    this.#retire()
    const child = fork(new URL('./child.ts', import.meta.url), {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
    })
    const mine = new Set<number>()
    const send = child.send.bind(child)
    child.send = ((job: DocumentJob) => {
      mine.add(job.no)
      return send(job)
    }) as typeof child.send
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000)
    })
    child.on('message', (result: DocumentResult) => this.#settle(result))
    child.on('exit', () => {
      if (this.#child === child) this.#child = undefined
      for (const no of mine) this.#settle({ no, why: said.trim().split('\n').at(-1) || 'the compiler ended' })
    })
    // A child at rest does not keep the program alive.
    child.unref()
    child.channel?.unref()
    this.#child = child
    this.#made = 1
    return child
  }

  /** The child that has made its number finishes what it has in hand and ends by itself. */
  #retire(): void {
    const old = this.#child
    this.#child = undefined
    if (old?.connected) old.disconnect()
  }

  #settle(result: DocumentResult): void {
    const waiting = this.#waiting.get(result.no)
    if (!waiting) return
    this.#waiting.delete(result.no)
    clearTimeout(waiting.timer)
    if ('pdf' in result) waiting.resolve(Buffer.from(result.pdf, 'base64'))
    else waiting.reject(new Problem(documentProblems['document-failed'], { why: result.why }))
  }
}
