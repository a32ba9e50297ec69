/** `verify-audit` and `check`: what the program says can be recounted, and what it did was not changed afterwards. */
import type { Text } from '#platform/texts.ts'
import { type Cli, textOf, type Verb } from '../verb.ts'

const texts = {
  verified: {
    zh: '审计完好：{seals} 个封印，{rows} 条记录，{reports} 份上报，逐一核对无误。',
    en: 'The audit is whole: {seals} seals, {rows} rows and {reports} reports, each checked.',
  },
  tampered: {
    zh: '审计有 {count} 处对不上，见上。',
    en: 'The audit does not agree in {count} places, listed above.',
  },
  head: { zh: '最新封印 {no}:{digest}（{algorithm}，{at}）', en: 'Newest seal {no}:{digest} ({algorithm}, {at})' },
  headAgrees: { zh: '与打印件上的第 {no} 号封印相符。', en: 'It agrees with the printed seal {no}.' },
  more: { zh: '另有 {count} 处未列出。', en: '{count} more are not listed.' },
  verifying: { zh: '核验审计', en: 'Verifying the audit' },
  checked: {
    zh: '核对无误：重数 {tallies} 条计数，比对 {subjects} 个应报对象。',
    en: 'Everything agrees: {tallies} tallies recounted, {subjects} subjects compared with the orders in force.',
  },
  differs: { zh: '有 {count} 处对不上，见上。', en: '{count} things do not agree, listed above.' },
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
      ...(!result.ok && { failed: filled(texts.tampered, total(result.counts)) }),
    }
  },
}

const filled = (text: Text, count: number): Text => ({
  zh: text.zh.replace('{count}', String(count)),
  en: text.en.replace('{count}', String(count)),
})

export const check: Verb = {
  name: 'check',
  summary: {
    zh: '重数计数，核对人员归属、应报名单和引用关系',
    en: 'recount tallies; check who belongs where, who owes what, and references',
  },
  options: {},
  async run(cli) {
    const { runCheck } = await import('#core/check/check.ts')
    const result = await runCheck(await cli.installation.core(), cli.progress)
    return {
      json: { ...result, findings: spoken(cli, result.findings), notes: spoken(cli, result.notes) },
      lines: [...lines(cli, result), ...(result.ok ? [cli.say(texts.checked, { ...pick(result) })] : [])],
      ...(!result.ok && { failed: filled(texts.differs, total(result.counts)) }),
    }
  },
}

const pick = ({ tallies, subjects }: { tallies: number; subjects: number }) => ({ tallies, subjects })
