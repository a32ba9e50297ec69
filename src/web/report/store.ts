/** What the phone keeps, each under its subject; in memory alone where the browser keeps nothing. */

const memory: Record<string, string> = {}
const prefix = 'muster.'

/** Whether what is kept outlives the page; some browsers and private windows refuse. */
export let keeps = true

function storage(): Storage | null {
  try {
    const s = window.localStorage
    s.setItem(`${prefix}try`, '1')
    s.removeItem(`${prefix}try`)
    return s
  } catch {
    keeps = false
    return null
  }
}

const local = storage()

/** What was kept under a key; undefined where there is nothing, or nothing that can be read. */
export function read<T>(key: string): T | undefined {
  try {
    const text = memory[key] || local?.getItem(prefix + key)
    return text ? (JSON.parse(text) as T) : undefined
  } catch {
    return undefined
  }
}

export function write(key: string, value: unknown): void {
  const text = JSON.stringify(value)
  try {
    if (!local) throw new Error('none')
    local.setItem(prefix + key, text)
    delete memory[key]
  } catch {
    // Full or refused: the page still works while it stays open, and says so.
    keeps = false
    memory[key] = text
  }
}

export function drop(key: string): void {
  delete memory[key]
  try {
    local?.removeItem(prefix + key)
  } catch {
    // Nothing was kept there.
  }
}

/** The keys that begin so, of everything that is kept, whoever's it is. */
export function keysOf(start: string): string[] {
  const found = Object.keys(memory)
  try {
    for (let i = 0; local && i < local.length; i++) {
      const name = local.key(i) || ''
      if (name.indexOf(prefix) === 0) found.push(name.slice(prefix.length))
    }
  } catch {
    // Nothing can be read there.
  }
  return found.filter((key, i) => key.indexOf(start) === 0 && found.indexOf(key) === i)
}
