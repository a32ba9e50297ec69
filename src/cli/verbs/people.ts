/** `sample` and `import-roster`. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { RosterOutcome } from '#core/organisation/roster/apply.ts'
import { errorCode } from '#platform/database/problems.ts'
import { Problem } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'
import { systemContext } from '#platform/work.ts'
import { cliProblems } from '../problems.ts'
import type { Cli, Verb } from '../verb.ts'

const texts = {
  bad: { zh: '第 {row} 行 {column}“{value}”：{reason}', en: 'Row {row}, {column} “{value}”: {reason}' },
  counts: {
    zh: '{rows} 行，合格 {good}，不合格 {bad}；新增 {added}，调动 {moved}，改动 {changed}，离队 {retired}，不变 {unchanged}。',
    en: '{rows} {rows|row|rows}, {good} good, {bad} bad; {added} added, {moved} moved, {changed} changed, {retired} retired, {unchanged} unchanged.',
  },
  applied: { zh: '已写入。', en: 'Applied.' },
  notApplied: {
    zh: '只做了检查，没有写入。确认无误后加 --apply。',
    en: 'Checked only, nothing was written. Add --apply when it looks right.',
  },
  refused: {
    zh: '有 {bad} 行不合格，什么都没有写入。改好再导，或加 --good-only 只写合格的行。',
    en: '{bad} rows are not good, so nothing was written. Correct them, or add --good-only to take the good rows alone.',
  },
  sample: {
    zh: '示例支队已载入：{people} 人。',
    en: 'The sample detachment is loaded: {people} {people|person|people}.',
  },
} as const satisfies Record<string, Text>

function outcomeLines(cli: Cli, outcome: RosterOutcome, bad: readonly { reason: string }[]): string[] {
  const { bad: _bad, applied: _applied, ...numbers } = outcome
  const counts = { ...numbers, bad: bad.length }
  return [...bad.map((b) => cli.say(texts.bad, b as never)), cli.say(texts.counts, counts)]
}

export const importRoster: Verb = {
  name: 'import-roster',
  summary: { zh: '检查并导入花名册（.xlsx 或 .csv）', en: 'check and import a roster (.xlsx or .csv)' },
  operands: [{ name: 'FILE', text: { zh: '花名册文件', en: 'the roster’s file' } }],
  options: {
    apply: { text: { zh: '写入；有不合格的行则一行也不写', en: 'write it; with bad rows nothing is written' } },
    'good-only': { text: { zh: '有不合格的行时，只写合格的行', en: 'take the good rows where others are bad' } },
    retire: {
      text: {
        zh: '名册里所列单位已不在册的人转为离队',
        en: 'retire people of the named units who are no longer listed',
      },
    },
  },
  async run(cli, { operands, options }) {
    const { importRosterFile } = await import('#core/organisation/roster/apply.ts')
    const path = cli.path(operands[0]!)
    const bytes = await readFile(path).catch((error) => {
      throw new Problem(cliProblems['file-unreadable'], { path, why: errorCode(error) })
    })
    const core = await cli.installation.core()
    const outcome = await importRosterFile(
      core,
      systemContext(core.services),
      { name: basename(path), bytes },
      {
        apply: options.apply === true,
        goodOnly: options['good-only'] === true,
        retire: options.retire === true,
        onProgress: cli.progress,
      },
    )
    const bad = outcome.bad.map((b) => ({ ...b, reason: cli.say(b.reason) }))
    const refused = options.apply === true && !outcome.applied && bad.length > 0
    const last = outcome.applied ? texts.applied : texts.notApplied
    return {
      json: { ...outcome, bad },
      lines: [...outcomeLines(cli, outcome, bad), ...(refused ? [] : [cli.say(last)])],
      ...(refused && {
        failed: {
          zh: texts.refused.zh.replace('{bad}', String(bad.length)),
          en: texts.refused.en.replace('{bad}', String(bad.length)),
        },
      }),
    }
  },
}

export const sample: Verb = {
  name: 'sample',
  summary: { zh: '载入示例支队（舜耕支队）', en: 'load the sample detachment' },
  options: {},
  async run(cli) {
    const { loadSample } = await import('#core/organisation/sample.ts')
    const core = await cli.installation.core()
    const made = await loadSample(core, systemContext(core.services), cli.progress)
    return { json: made, lines: [cli.say(texts.sample, { people: made.people })] }
  },
}
