/** `board`: the figures of a unit and its children for a day, as on the screen. */
import type { Board, Cell, FoundPaper } from '#core/tasks/board/schema.ts'
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
  paper: { zh: '{unit} {day}（{kind}，截至 {at}）：', en: '{unit} {day} ({kind}, as of {at}): ' },
  paperSame: {
    zh: '按现有数据重算，数字一致。',
    en: 'worked out again from what is stored now, the figures are the same.',
  },
  paperOther: {
    zh: '按现有数据重算，数字已有变化（补报、更正或免报），现在的校验码是 {digest}。',
    en: 'worked out again from what is stored now, the figures differ (late reports, corrections, exemptions); the digest is now {digest}.',
  },
  paperAlone: {
    zh: '有此存档；名单和已撤并单位不能重算。',
    en: 'it is on record; a list, or a closed unit, cannot be worked out again.',
  },
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

/** A paper in hand: what was printed under its digest, and whether the figures of that instant are still the same. */
async function compare(cli: Cli, digest: string): Promise<{ json: FoundPaper[]; lines: string[] }> {
  const { findPublished } = await import('#core/tasks/board/actions.ts')
  const core = await cli.installation.core()
  const papers = await findPublished(systemContext(core.services), core, digest)
  const lines = papers.map((p) => {
    const said = p.now === null ? texts.paperAlone : p.now.same ? texts.paperSame : texts.paperOther
    const of = {
      unit: p.unit?.full_name ?? '',
      day: p.day ?? '',
      at: p.as_of,
      kind: p.kind,
      digest: p.now?.digest ?? '',
    }
    return `${cli.say(texts.paper, of)}${cli.say(said, of)}`
  })
  return { json: papers, lines }
}

export const board: Verb = {
  name: 'board',
  summary: { zh: '看一个单位某天的落实情况', en: 'show the board of a unit for a day' },
  options: {
    unit: unitOption,
    day: { value: 'YYYY-MM-DD', text: { zh: '哪一天，不填为今天', en: 'which day; left out: today' } },
    digest: {
      value: 'D',
      text: { zh: '按纸上的校验码（至少前 16 位）核对', en: 'compare a paper by its digest (16 digits or more)' },
    },
  },
  async run(cli, args) {
    const digest = textOf(args, 'digest')
    if (digest) return compare(cli, digest)
    const { readBoard } = await import('#core/tasks/board/actions.ts')
    const core = await cli.installation.core()
    const unit = unitOrRoot(core, textOf(args, 'unit'))
    const day = textOf(args, 'day')
    const found = await readBoard(systemContext(core.services), core, { unit: unit.id, ...(day && { day }) })
    return { json: found, lines: print(cli, found) }
  },
}
