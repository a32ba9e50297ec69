/** What a verification can find, each as one clear sentence; what is merely worth knowing is a note. */
import { fill, type Text, type TextParams } from '../texts.ts'

export const findingTexts = {
  'seal-missing': {
    zh: '第 {from} 号到第 {to} 号封印不见了：封印链中间被删。',
    en: 'Seals {from} to {to} are gone: the chain was cut in the middle.',
  },
  'seal-broken': {
    zh: '第 {no} 号封印接不上前一号：前一号封印被改过或换过。',
    en: 'Seal {no} does not follow from the one before it: the earlier seal was changed or replaced.',
  },
  'seal-changed': {
    zh: '第 {no} 号封印自身的内容与摘要不符：这条封印被改过。',
    en: 'Seal {no} does not match its own digest: the seal was changed.',
  },
  'seal-algorithm': {
    zh: '第 {no} 号封印写的算法是“{algorithm}”，本机无法核对。',
    en: 'Seal {no} names the algorithm “{algorithm}”, which this machine cannot check.',
  },
  'row-changed': {
    zh: '审计记录 {id} 封存后被改过（第 {no} 号封印）。',
    en: 'The audit row {id} was changed after it was sealed (seal {no}).',
  },
  'row-missing': {
    zh: '审计记录 {id} 封存后被删掉（第 {no} 号封印）。',
    en: 'The audit row {id} was deleted after it was sealed (seal {no}).',
  },
  'row-gone-before-seal': {
    zh: '审计记录 {id} 在封存之前就被删掉（第 {no} 号封印记下了这个空缺）。',
    en: 'The audit row {id} was deleted before it could be sealed (seal {no} records the gap).',
  },
  'row-sealed-twice': {
    zh: '审计记录 {id} 被第 {no} 号封印重复封存。',
    en: 'The audit row {id} is sealed a second time by seal {no}.',
  },
  'row-inserted': {
    zh: '审计记录 {id} 没有任何封印，也不在待封之列：是从程序之外插进来的。',
    en: 'The audit row {id} is in no seal and not waiting for one: it was inserted from outside the program.',
  },
  'unsealed-row-missing': {
    zh: '待封的审计记录 {id} 不见了：写入后、封存前被删掉。',
    en: 'The audit row {id} was waiting for its seal and is gone: it was deleted before it could be sealed.',
  },
  'report-changed': {
    zh: '上报 {id} 存下后被改过（审计记录 {row}）。',
    en: 'The report {id} was changed after it was stored (audit row {row}).',
  },
  'report-missing': {
    zh: '上报 {id} 被删掉，而到期清理的记录里没有它（审计记录 {row}）。',
    en: 'The report {id} was deleted, and no record of retention covers it (audit row {row}).',
  },
  'report-inserted': {
    zh: '上报 {id} 在审计里没有记录：是从程序之外插进来的。',
    en: 'The report {id} is not in the audit: it was inserted from outside the program.',
  },
  'batch-unreadable': {
    zh: '审计记录 {row} 列出的上报与摘要个数对不上。',
    en: 'The audit row {row} names reports and digests that do not pair up.',
  },
  'head-differs': {
    zh: '第 {no} 号封印与打印件上的摘要不同（{source}）：整条链在打印之后被重新算过。',
    en: 'Seal {no} differs from the printed digest ({source}): the whole chain was computed anew after it was printed.',
  },
  'head-missing': {
    zh: '打印件上有第 {no} 号封印（{source}），库里最后只到第 {last} 号：末尾的封印被删。',
    en: 'The printed seal {no} ({source}) is not there, the last one is {last}: seals were removed from the end.',
  },
} as const satisfies Record<string, Text>

export type FindingKind = keyof typeof findingTexts

export const noteTexts = {
  'unsealed-tail': {
    zh: '末尾有 {count} 条审计记录还在等待封存（最早的写于 {since}），不在任何摘要的保护之内。',
    en: '{count} {count|audit row at the end still waits|audit rows at the end still wait} for a seal (the earliest from {since}); no digest covers {count|it|them} yet.',
  },
  'sealer-behind': {
    zh: '封存停了：最早一条已等了 {minutes} 分钟，请看服务是否在运行。',
    en: 'Sealing has stopped: the earliest row has waited {minutes} {minutes|minute|minutes}. Please check that the server is running.',
  },
  'sealed-late': {
    zh: '{count} 条记录封存时已写下超过一小时（例如 {id}）；停机补封时属正常，否则请查是否后补。',
    en: '{count} {count|row was|rows were} more than an hour old when sealed (for example {id}); normal after a stop, otherwise look into it.',
  },
  expired: {
    zh: '{count} 条审计记录已过保存期并按规定清除，它们的封印仍在并核对无误。',
    en: '{count} {count|audit row had passed its retention and was removed; its seal is still there and was checked.|audit rows had passed their retention and were removed; their seals are still there and were checked.}',
  },
  'reports-expired': {
    zh: '{count} 份上报已过保存期并按规定清除。',
    en: '{count} {count|report had passed its retention and was removed.|reports had passed their retention and were removed.}',
  },
  empty: { zh: '还没有任何封印。', en: 'There is no seal yet.' },
} as const satisfies Record<string, Text>

export type NoteKind = keyof typeof noteTexts

export interface Finding {
  readonly kind: FindingKind
  readonly no?: number
  readonly id?: string
  readonly text: Text
}

export interface Note {
  readonly kind: NoteKind
  readonly text: Text
}

/** Findings told one by one; a truncated table of a million rows is told by its first ones and its count. */
const findingsTold = 500

/** Collects findings in order; counts all, keeps the first 500. */
export class Findings {
  readonly told: Finding[] = []
  readonly notes: Note[] = []
  readonly counts = new Map<FindingKind, number>()

  add(kind: FindingKind, params: TextParams): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1)
    if (this.told.length >= findingsTold) return
    const no = typeof params.no === 'number' ? { no: params.no } : {}
    const id = typeof params.id === 'string' ? { id: params.id } : {}
    this.told.push({ kind, ...no, ...id, text: fill(findingTexts[kind], params) })
  }

  note(kind: NoteKind, params: TextParams = {}): void {
    this.notes.push({ kind, text: fill(noteTexts[kind], params) })
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, n) => sum + n, 0)
  }
}
