/** `board`: the figures of a unit and its children for a day, as of any instant, and papers held against them. */
import type { Core } from '#core/core.ts'
import type { Board, Cell, FoundPaper } from '#core/tasks/board/schema.ts'
import { localDate } from '#platform/local-time.ts'
import { Problem } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'
import { systemContext } from '#platform/work.ts'
import { instantOf } from '../instant.ts'
import { cliProblems } from '../problems.ts'
import { unitOption, unitOrRoot } from '../units.ts'
import { type Args, type Cli, type Outcome, textOf, type Verb } from '../verb.ts'

const texts = {
  head: { zh: '{unit} {day}，截至 {at}', en: '{unit} {day}, as of {at}' },
  cell: {
    zh: '{title} {n}/{of}，未报 {missing}，待报 {pending}，免报 {exempt}，异常 {flagged}',
    en: '{title} {n}/{of}, missing {missing}, pending {pending}, exempt {exempt}, flagged {flagged}',
  },
  none: { zh: '没有应报事项', en: 'nothing is owed' },
  paper: { zh: '{unit} {day}（{kind}，截至 {at}）：', en: '{unit} {day} ({kind}, as of {at}): ' },
  paperSame: {
    zh: '按现有数据重算纸上那一刻，数字一致。',
    en: 'worked out again for the instant on the paper, from what is stored now, the figures are the same.',
  },
  paperOther: {
    zh: '按现有数据重算纸上那一刻，数字对不上，重算的校验码是 {digest}。',
    en: 'worked out again for the instant on the paper, from what is stored now, the figures differ; the digest comes to {digest}.',
  },
  paperRows: {
    zh: '纸上 {printed} 人次，重算 {found} 人次。',
    en: 'On the paper {printed}, worked out again {found}.',
  },
  paperSince: {
    zh: '此后：补报 {reported}，免报 {exempted}，不再要求 {withdrawn}，新增 {added}，更正等 {otherwise}。',
    en: 'Since then: {reported} reported, {exempted} exempted, {withdrawn} no longer owed, {added} added, {otherwise} corrected or otherwise changed.',
  },
  paperAlone: {
    zh: '有此存档，但不能重算：单位已撤并、名单截断过，或任务已过保存期。',
    en: 'it is on record and cannot be worked out again: the unit was closed, the list was cut off, or its tasks are past retention.',
  },
  differs: { zh: '纸上的数字与现有数据对不上，见上。', en: 'A paper does not agree with the data, see above.' },
  digest: { zh: '校验码（SHA-256）{digest}', en: 'Digest (SHA-256) {digest}' },
  list: {
    zh: '{unit} {day} {measure}/{slot}，{state}，截至 {at}：{total} 人次',
    en: '{unit} {day} {measure}/{slot}, {state}, as of {at}: {total}',
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
async function compare(cli: Cli, digest: string): Promise<Outcome> {
  const { findPublished } = await import('#core/tasks/board/actions.ts')
  const core = await cli.installation.core()
  const papers = await findPublished(systemContext(core.services), core, digest)
  return {
    json: papers,
    lines: papers.flatMap((p) => paperLines(cli, p)),
    ...(papers.some((p) => p.now && !p.now.same) && { failed: texts.differs }),
  }
}

function paperLines(cli: Cli, { unit, day, as_of: at, kind, now }: FoundPaper): string[] {
  const head = cli.say(texts.paper, { unit: unit?.full_name ?? '', day: day ?? '', at, kind })
  if (now === null) return [`${head}${cli.say(texts.paperAlone)}`]
  return [
    `${head}${cli.say(now.same ? texts.paperSame : texts.paperOther, { digest: now.digest })}`,
    ...(now.rows ? [cli.say(texts.paperRows, now.rows)] : []),
    cli.say(texts.paperSince, now.since),
  ]
}

/** A list by its number and digest, as of an instant; without names, which stand on the paper. */
async function list(cli: Cli, args: Args, where: Asked, state: string): Promise<Outcome> {
  const { readListAsOf } = await import('#core/tasks/board/actions.ts')
  const { listStates } = await import('#core/tasks/board/schema.ts')
  const found = listStates.find((known) => known === state)
  if (!found) throw new Problem(cliProblems['option-value'], { option: 'state', value: listStates.join('|') })
  const of = {
    measure: textOf(args, 'measure') ?? '*',
    slot: textOf(args, 'slot') ?? '*',
    state: found,
    scope: args.options.own === true ? 'own' : 'all',
  } as const
  const { core, query, at } = where
  const answer = await readListAsOf(systemContext(core.services), core, query, of, at)
  const json = { ...answer, ...of, as_of: at.toISOString() }
  const unit = core.organisation.tree.get(answer.unit)!.fullName
  return {
    json,
    lines: [cli.say(texts.list, { ...json, unit, at: json.as_of }), cli.say(texts.digest, { digest: answer.digest })],
  }
}

interface Asked {
  readonly core: Core
  readonly query: { unit: string; day?: string }
  readonly at: Date
}

export const board: Verb = {
  name: 'board',
  summary: {
    zh: '看一个单位某天的落实情况，或核对纸上的校验码',
    en: 'show the board of a unit for a day, or compare a paper by its digest',
  },
  options: {
    unit: unitOption,
    day: { value: 'YYYY-MM-DD', text: { zh: '哪一天，不填为今天', en: 'which day; left out: today' } },
    at: {
      value: 'INSTANT',
      text: {
        zh: '截至哪一刻（如 2020-02-08T07:52+08:00），不填为现在',
        en: 'as of which instant (2020-02-08T07:52+08:00); left out: now',
      },
    },
    state: {
      value: 'STATE',
      text: {
        zh: '不看总表，看这一状态的名单有几人次、校验码是多少（missing、exempt、late 等）',
        en: 'instead of the board the number and digest of the list in this state (missing, exempt, late …)',
      },
    },
    measure: { value: 'M', text: { zh: '名单的措施代码，不填为全部', en: 'the list’s measure; left out: all' } },
    slot: { value: 'S', text: { zh: '名单的时段代码，不填为全部', en: 'the list’s slot; left out: all' } },
    own: { text: { zh: '名单只算本级，不含下级', en: 'of the list the unit’s own alone, not what is below' } },
    digest: {
      value: 'D',
      text: { zh: '按纸上的校验码（至少前 16 位）核对', en: 'compare a paper by its digest (16 digits or more)' },
    },
  },
  async run(cli, args) {
    const paper = textOf(args, 'digest')
    if (paper) return compare(cli, paper)
    const at = instantOf(args, 'at')
    const { boardDigest, readBoard, readBoardAsOf } = await import('#core/tasks/board/actions.ts')
    const core = await cli.installation.core()
    const unit = unitOrRoot(core, textOf(args, 'unit'))
    const day = textOf(args, 'day') ?? (at && localDate(at.getTime(), unit.zone))
    const query = { unit: unit.id, ...(day && { day }) }
    const asked = { core, query, at: at ?? new Date(core.services.clock.now()) }
    const state = textOf(args, 'state')
    if (state) return list(cli, args, asked, state)
    const context = systemContext(core.services)
    const found = at ? await readBoardAsOf(context, core, query, at) : await readBoard(context, core, query)
    const digest = boardDigest(found)
    return { json: { ...found, digest }, lines: [...print(cli, found), cli.say(texts.digest, { digest })] }
  },
}
