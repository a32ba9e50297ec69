/** Sentences of the board that server and pages share. */
import type { Text } from '#platform/texts.ts'
import type { ListState } from './cell-states.ts'

export const stateTexts = {
  expected: { zh: '应报', en: 'Expected' },
  done: { zh: '按时', en: 'On time' },
  late: { zh: '迟报', en: 'Late' },
  received_late: { zh: '断网迟到', en: 'Held up by the network' },
  exempt: { zh: '免报', en: 'Exempt' },
  missing: { zh: '逾期未报', en: 'Missing' },
  pending: { zh: '待报', en: 'Not yet due' },
  flagged: { zh: '有异常', en: 'Flagged' },
  came: { zh: '已报', en: 'Came' },
} as const satisfies Record<ListState, Text>

export const boardTexts = {
  title: { zh: '措施落实', en: 'Measures' },
  asOf: { zh: '截至 {time}', en: 'As of {time}' },
  digest: { zh: '数据校验码（{algorithm}）：{digest}', en: 'Digest of the figures ({algorithm}): {digest}' },
  seal: { zh: '审计封印：{seal}', en: 'Audit seal: {seal}' },
  unit: { zh: '单位', en: 'Unit' },
  whole: { zh: '合计', en: 'in all' },
  own: { zh: '本级', en: 'itself' },
  came: { zh: '已报', en: 'came' },
  owed: { zh: '应报', en: 'of' },
  measure: { zh: '措施', en: 'Measure' },
  missingNames: { zh: '未报名单', en: 'Missing names' },
  name: { zh: '姓名', en: 'Name' },
  staffNo: { zh: '编号', en: 'Staff no.' },
  due: { zh: '截止', en: 'Due' },
  state: { zh: '情况', en: 'State' },
  namesCut: {
    zh: '名单只列出前 {shown} 名，共 {total} 名；其余请按单位分别导出。',
    en: 'The first {shown} of {total} names; please export the rest unit by unit.',
  },
  minutesOver: { zh: '逾期分钟', en: 'Minutes overdue' },
} as const satisfies Record<string, Text>
