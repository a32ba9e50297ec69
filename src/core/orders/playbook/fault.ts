/** Faults of a playbook, each with its place in the file, and the reader of that place. */
import { type Document, isAlias, isMap, isNode, isPair, isSeq, type LineCounter, type Node } from 'yaml'
import { fill, type Text, type TextParams } from '#platform/texts.ts'

/** What is wrong in a playbook and where. `line` and `column` count from 1; `path` reads `measures[2].slots[0].due`. */
export interface Fault {
  line: number
  column: number
  path: string
  text: Text
}

export type Path = readonly (string | number)[]

/** Collects faults and finds the line and column of a path in the YAML text. */
export class Faults {
  readonly list: Fault[] = []
  readonly #doc: Document
  readonly #lines: LineCounter

  constructor(doc: Document, lines: LineCounter) {
    this.#doc = doc
    this.#lines = lines
  }

  /**
   * Adds a fault at a path; `at: 'key'` points at the key itself instead of its value. A path that is not there
   * points at the nearest thing above it.
   */
  add(path: Path, text: Text, params: TextParams = {}, at: 'key' | 'value' = 'value'): void {
    const { line, col } = this.#lines.linePos(this.#offset(path, at))
    this.list.push({ line, column: col, path: pathText(path), text: fill(text, params) })
  }

  /** In the order of the file, without what is said twice of the same place. */
  sorted(): Fault[] {
    const seen = new Set<string>()
    return this.list
      .filter((f) => {
        const key = `${f.line}:${f.column}:${f.path}:${f.text.en}`
        return seen.has(key) ? false : (seen.add(key), true)
      })
      .sort((a, b) => a.line - b.line || a.column - b.column)
  }

  #offset(path: Path, at: 'key' | 'value'): number {
    let node: unknown = this.#doc.contents
    let offset = start(node) ?? 0
    for (const [i, part] of path.entries()) {
      if (isAlias(node)) node = node.resolve(this.#doc)
      const found = step(node, part)
      if (!found) break
      node = found.value
      const last = i === path.length - 1
      offset = (last && at === 'key' ? found.key : undefined) ?? start(found.value) ?? found.key ?? offset
    }
    return offset
  }
}

const start = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined)

/** One step down: into a map by key or into a list by index. */
function step(node: unknown, part: string | number): { value: unknown; key: number | undefined } | undefined {
  if (isSeq(node)) {
    const value = node.items[Number(part)]
    return value === undefined ? undefined : { value, key: start(value) }
  }
  if (!isMap(node)) return undefined
  const pair = node.items.find((p) => isPair(p) && String((p.key as { value?: unknown })?.value) === String(part))
  return pair && { value: pair.value, key: start(pair.key) }
}

/** A path as people write it: `measures[2].late.station`. */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, p) => (typeof p === 'number' ? `${text}[${p}]` : text === '' ? p : `${text}.${p}`),
    '',
  )
}
