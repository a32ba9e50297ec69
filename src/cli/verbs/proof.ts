/** `verify-audit` and `check`: what the program says can be recounted, and what it did was not changed afterwards. */
import { fill, type Text } from '#platform/texts.ts'
import { instantOf } from '../instant.ts'
import { type Cli, textOf, type Verb } from '../verb.ts'

const texts = {
  verified: {
    zh: '审计完好：{seals} 个封印，{rows} 条记录，{reports} 份上报，逐一核对无误。',
    en: 'The audit is whole: {seals} {seals|seal|seals}, {rows} {rows|row|rows} and {reports} {reports|report|reports}, each checked.',
  },
  tampered: {
    zh: '审计有 {count} 处对不上，见上。',
    en: 'The audit does not agree in {count} {count|place|places}, listed above.',
  },
  head: { zh: '最新封印 {no}:{digest}（{algorithm}，{at}）', en: 'Newest seal {no}:{digest} ({algorithm}, {at})' },
  headAgrees: { zh: '与打印件上的第 {no} 号封印相符。', en: 'It agrees with the printed seal {no}.' },
  more: { zh: '另有 {count} 处未列出。', en: '{count} more {count|is|are} not listed.' },
  verifying: { zh: '核验审计', en: 'Verifying the audit' },
  checked: {
    zh: '核对无误：重数 {tallies} 条计数，按上报重算 {tasks} 项任务，比对 {subjects} 个应报对象。',
    en: 'Everything agrees: {tallies} tallies recounted, {tasks} tasks worked out again from their reports, {subjects} subjects compared with the orders in force.',
  },
  claim: {
    zh: '应报名单比对的是 {from} 以后到期、{until} 以前开始的任务。',
    en: 'Who owes what was compared for tasks that are due after {from} and open before {until}.',
  },
  differs: { zh: '有 {count} 处对不上，见上。', en: '{count} {count|thing does|things do} not agree, listed above.' },
} as const satisfies Record<string, Text>

const total = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, n) => sum + n, 0)

interface Result {
  readonly counts: object
  readonly findings: readonly { readonly text: Text }[]
  readonly notes: readonly { readonly text: Text }[]
}

function lines(cli: Cli, { counts, findings, notes }: Result): string[] {
  const more = total(counts as Record<string, number>) - findings.length
  return [
    ...findings.map((finding) => cli.say(finding.text)),
    ...(more > 0 ? [cli.say(texts.more, { count: more })] : []),
    ...notes.map((note) => cli.say(note.text)),
  ]
}

/** Findings and notes with their sentence in the language asked for. */
const spoken = <T extends { text: Text }>(cli: Cli, list: readonly T[]) =>
  list.map((item) => ({ ...item, text: cli.say(item.text) }))

export const verify: Verb = {
  name: 'verify-audit',
  summary: {
    zh: '核验审计：封印链、每条记录、每份上报，并与打印件上的封印对照',
    en: 'verify the audit: the chain, every row, every report, and a printed seal',
  },
  options: {
    head: {
      value: 'NO:DIGEST',
      text: {
        zh: '打印件上的封印号和摘要（至少前 16 位）：整条链被重算过也查得出',
        en: 'a seal’s number and digest from paper (16 digits or more): finds a chain computed anew',
      },
    },
  },
  async run(cli, args) {
    const { parseHead } = await import('#platform/audit/head.ts')
    const { verifyAudit } = await import('#platform/audit/verify.ts')
    const given = textOf(args, 'head')
    const head = given === undefined ? undefined : parseHead(given)
    const onProgress = (share: number) => cli.progress(texts.verifying, share)
    const result = await verifyAudit(await cli.installation.services(), { ...(head && { head }), onProgress })
    const { seals, rows, reports } = result
    return {
      json: { ...result, findings: spoken(cli, result.findings), notes: spoken(cli, result.notes) },
      lines: [
        ...lines(cli, result),
        ...(result.head ? [cli.say(texts.head, result.head)] : []),
        ...(result.ok ? [cli.say(texts.verified, { seals, rows, reports })] : []),
        ...(result.ok && head ? [cli.say(texts.headAgrees, { no: head.no })] : []),
      ],
      ...(!result.ok && { failed: fill(texts.tampered, { count: total(result.counts) }) }),
    }
  },
}

export const check: Verb = {
  name: 'check',
  summary: {
    zh: '重数计数和任务状态，核对人员归属、应报名单和引用关系',
    en: 'recount tallies and states; check who belongs where, who owes what, and references',
  },
  options: {
    at: {
      value: 'INSTANT',
      text: {
        zh: '应报名单从哪一刻起比对（如 2020-02-08T09:00+08:00），不填为程序最后一次运行的时刻',
        en: 'from when on who owes what is compared (2020-02-08T09:00+08:00); left out: when the program last ran',
      },
    },
  },
  async run(cli, args) {
    const { runCheck } = await import('#core/check/check.ts')
    const at = instantOf(args, 'at')
    const result = await runCheck(await cli.installation.core(), { onProgress: cli.progress, ...(at && { at }) })
    const { tallies, tasks, subjects, claim } = result
    return {
      json: { ...result, findings: spoken(cli, result.findings), notes: spoken(cli, result.notes) },
      lines: [
        ...lines(cli, result),
        ...(claim ? [cli.say(texts.claim, claim)] : []),
        ...(result.ok ? [cli.say(texts.checked, { tallies, tasks, subjects })] : []),
      ],
      ...(!result.ok && { failed: fill(texts.differs, { count: total(result.counts) }) }),
    }
  },
}
