/** The phone page starts here: which page the address asks for, and what to do while the server cannot be reached. */
import './style.css'
import './rows.css'
import { callAs, get, Refusal, sentence } from './api.ts'
import { button, draw, h } from './dom.ts'
import { enter } from './entry.ts'
import { plain } from './frame.ts'
import { householdPage } from './household.ts'
import { memberPage } from './me.ts'
import type { Household, Member, Squad } from './model.ts'
import { waitingInPhone } from './queue.ts'
import { squadPage } from './squad.ts'
import { texts } from './texts.ts'
import { apply, t } from './words.ts'

/** Milliseconds between two tries to load the page's content. */
const retryMs = 8000

/** Loads what a page shows and hands it on; tries again by itself while the network is away. */
async function open<T>(path: string, show: (content: T, reload: () => Promise<T>) => void): Promise<void> {
  let content: T
  try {
    content = await get<T>(path)
  } catch (error) {
    const refusal = error instanceof Refusal ? error : undefined
    if (refusal?.status === 401) return unknownPhone()
    const gone =
      refusal !== undefined &&
      refusal.status >= 400 &&
      refusal.status < 500 &&
      refusal.status !== 408 &&
      refusal.status !== 429
    draw([
      plain(
        gone ? t(texts.noLink) : t(texts.opening),
        sentence(error, texts.noConnection),
        button('retry', 'send', () => again(), t(texts.retry)),
        inPhone(),
      ),
    ])
    const again = onceMore(gone, () => void open(path, show))
    return
  }
  show(content, () => get<T>(path))
}

/** Tries again when pressed, and unless the answer was final also by itself: after a while, or once there is a network. */
function onceMore(final: boolean, then: () => void): () => void {
  const go = () => {
    clearTimeout(timer)
    window.removeEventListener('online', go)
    then()
  }
  const timer = final ? undefined : setTimeout(go, retryMs)
  if (!final) window.addEventListener('online', go)
  return go
}

/** What was filled in before the page was closed goes by itself as soon as the server says whose page this is. */
function inPhone(): HTMLElement | null {
  const n = waitingInPhone()
  return n ? h('p', { class: 'hold', role: 'status' }, t(texts.inPhone, { n })) : null
}

function unknownPhone(): void {
  draw([plain(t(texts.noLink), t(texts.noLinkWhy), h('a', { href: '/', class: 'link' }, t(texts.signIn)))])
}

function start(path: string): void {
  const link = /^\/r\/(.+)$/.exec(path)
  callAs(path === '/me' ? 'member' : path === '/squad' ? undefined : 'household')
  if (link) enter(link[1] as string, start)
  else if (path === '/me') void open<Member>('/api/me', memberPage)
  else if (path === '/squad') void open<Squad>(`/api/squad${location.search}`, squadPage)
  else void open<Household>('/api/household', householdPage)
}

apply()
start(location.pathname)
