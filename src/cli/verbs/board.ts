/** `board`: the figures of a unit and its children for a day, as on the screen. */
import type { Board, Cell } from '#core/tasks/board/schema.ts'
import type { Text } from '#platform/texts.ts'
import { systemContext } from '#platform/work.ts'
import { unitOption, unitOrRoot } from '../units.ts'
import { type Cli, textOf, type Verb } from '../verb.ts'

const texts = {
  head: { zh: '{unit} {day}，截至 {at}', en: '{unit} {day}, as of {at}' },
  cell: {
    zh: '{title} {n}/{of}，未报 {missing}，待报 {pending}，免报 {exempt}，异常 {flagged}',
    en: '{title} {n}/{of}, missing {missing}, pending {pending}, exempt {exempt}, flagged {flagged}',
  },
  none: { zh: '没有应报事项', en: 'nothing is owed' },
} as const satisfies Record<string, Text>

/** n/N as everywhere: done in any way, of those expected and not exempt; 0 of 0 is a dash. */
function cellLine(cli: Cli, cell: Cell): string {
  const n = cell.done + cell.late + cell.received_late
  const of = cell.expected - cell.exempt
  const { missing, pending, exempt, flagged } = cell
  const title = cli.say(cell.title)
  return `    ${cli.say(texts.cell, { title, n: of === 0 ? '–' : n, of: of === 0 ? '–' : of, missing, pending, exempt, flagged })}`
}

function section(cli: Cli, name: string, cells: readonly Cell[]): string[] {
  return [
    `  ${name}`,
    ...(cells.length > 0 ? cells.map((cell) => cellLine(cli, cell)) : [`    ${cli.say(texts.none)}`]),
  ]
}

function print(cli: Cli, board: Board): string[] {
  return [
    cli.say(texts.head, { unit: board.unit.full_name, day: board.day, at: board.as_of }),
    ...section(cli, board.unit.name, board.measures),
    ...board.children.flatMap((child) => section(cli, child.unit.name, child.measures)),
  ]
}

export const board: Verb = {
  name: 'board',
  summary: { zh: '看一个单位某天的落实情况', en: 'show the board of a unit for a day' },
  options: {
    unit: unitOption,
    day: { value: 'YYYY-MM-DD', text: { zh: '哪一天，不填为今天', en: 'which day; left out: today' } },
  },
  async run(cli, args) {
    const { readBoard } = await import('#core/tasks/board/actions.ts')
    const core = await cli.installation.core()
    const unit = unitOrRoot(core, textOf(args, 'unit'))
    const day = textOf(args, 'day')
    const found = await readBoard(systemContext(core.services), core, { unit: unit.id, ...(day && { day }) })
    return { json: found, lines: print(cli, found) }
  },
}
