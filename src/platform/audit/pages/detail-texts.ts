/** Fields of a record's details, and the codes that stand in them, in words. */
import { findingTexts, levelTexts, outcomeTexts } from '#core/alerts/alerts/schema.ts'
import { tryTexts } from '#core/alerts/notices/schema.ts'
import { presenceTexts } from '#core/organisation/presence/schema.ts'
import { reasonTexts } from '#core/tasks/board/pages/texts.ts'
import type { Text } from '#platform/texts.ts'
import { permissionText } from '#web/console/shell/permission-texts.ts'
import { roleTexts } from '#web/console/shell-texts.ts'

/** A test finds a field in the source that is missing here. */
export const fieldTexts: Readonly<Record<string, Text>> = {
  accounts: { zh: '新账号', en: 'new accounts' },
  added: { zh: '新增', en: 'added' },
  alert: { zh: '预警', en: 'alert' },
  algorithm: { zh: '摘要算法', en: 'digest algorithm' },
  as: { zh: '格式', en: 'format' },
  asked: { zh: '请求', en: 'request' },
  absent: { zh: '文件里没有', en: 'not in the file' },
  before: { zh: '早于', en: 'before' },
  by: { zh: '方式', en: 'by' },
  cards: { zh: '张数', en: 'cards' },
  changed: { zh: '改动', en: 'changed' },
  closes: { zh: '关闭', en: 'closes' },
  code: { zh: '代号', en: 'code' },
  codes: { zh: '登录码', en: 'codes' },
  count: { zh: '数量', en: 'count' },
  day: { zh: '日期', en: 'day' },
  days: { zh: '保留天数', en: 'days kept' },
  device: { zh: '第几部手机', en: 'phone no.' },
  digest: { zh: '校验码', en: 'digest' },
  directive: { zh: '文件', en: 'directive' },
  due: { zh: '截止', en: 'due' },
  finding: { zh: '结论', en: 'finding' },
  from: { zh: '从', en: 'from' },
  given: { zh: '给出', en: 'given' },
  good: { zh: '合格行', en: 'good rows' },
  ids: { zh: '涉及', en: 'rows' },
  kind: { zh: '类别', en: 'kind' },
  known: { zh: '账号存在', en: 'account exists' },
  late: { zh: '迟报时限', en: 'late after' },
  level: { zh: '级别', en: 'level' },
  list: { zh: '名单', en: 'list' },
  made_at: { zh: '备份于', en: 'made at' },
  measure: { zh: '措施', en: 'measure' },
  members: { zh: '队员', en: 'members' },
  moved: { zh: '调动', en: 'moved' },
  notice: { zh: '告知书版本', en: 'notice version' },
  number: { zh: '文号', en: 'number' },
  of: { zh: '内容', en: 'of' },
  opens: { zh: '开放', en: 'opens' },
  outcome: { zh: '结果', en: 'outcome' },
  part: { zh: '第几部分', en: 'part' },
  people: { zh: '人员', en: 'people' },
  period: { zh: '登记', en: 'period' },
  permissions: { zh: '权限', en: 'rights' },
  person: { zh: '谁', en: 'person' },
  playbook: { zh: '预案', en: 'playbook' },
  posts: { zh: '职务', en: 'posts' },
  reason: { zh: '原因', en: 'reason' },
  relatives: { zh: '家属', en: 'relatives' },
  removed: { zh: '移出', en: 'removed' },
  report: { zh: '上报', en: 'report' },
  reports: { zh: '上报份数', en: 'reports' },
  request: { zh: '请求', en: 'request' },
  restored: { zh: '恢复', en: 'restored' },
  retired: { zh: '退出', en: 'left' },
  role: { zh: '身份', en: 'role' },
  rows: { zh: '行数', en: 'rows' },
  slots: { zh: '时段', en: 'times of day' },
  table: { zh: '内容', en: 'of' },
  taken: { zh: '收回', en: 'taken' },
  tasks: { zh: '任务', en: 'tasks' },
  to: { zh: '到', en: 'to' },
  tries: { zh: '次数', en: 'tries' },
  unchanged: { zh: '不变', en: 'unchanged' },
  unit: { zh: '负责单位', en: 'unit' },
  units: { zh: '新单位', en: 'new units' },
  until: { zh: '到', en: 'until' },
  version: { zh: '版本', en: 'version' },
  why: { zh: '原因', en: 'why' },
}

const tables: Readonly<Record<string, Text>> = {
  audit: { zh: '审计记录', en: 'audit records' },
  report: { zh: '上报', en: 'reports' },
  task: { zh: '任务', en: 'tasks' },
  alert: { zh: '预警', en: 'alerts' },
  presence: { zh: '在位登记', en: 'presence' },
  session: { zh: '登录记录', en: 'sessions' },
  notice: { zh: '提醒', en: 'notices' },
  tally: { zh: '计数', en: 'tallies' },
  roster_import: { zh: '导入记录', en: 'imports' },
  roster_upload: { zh: '上传的花名册', en: 'uploaded rosters' },
  rights_request: { zh: '信息请求', en: 'requests about data' },
  published: { zh: '打印和导出', en: 'prints and exports' },
  person: { zh: '人员', en: 'people' },
  household: { zh: '家庭', en: 'households' },
}

const kinds: Readonly<Record<string, Text>> = {
  ...presenceTexts,
  ...tryTexts,
  'board.xlsx': { zh: '落实表（Excel）', en: 'board as a workbook' },
  'board.print': { zh: '落实表（打印）', en: 'board, printed' },
  'list.print': { zh: '名单（打印）', en: 'list, printed' },
  'call-list': { zh: '电话催报名单', en: 'call list' },
  access: { zh: '查看', en: 'to see' },
  copy: { zh: '复制', en: 'a copy' },
  correction: { zh: '更正', en: 'correction' },
  deletion: { zh: '删除', en: 'deletion' },
  fever: { zh: '发热', en: 'fever' },
}

const ways: Readonly<Record<string, Text>> = {
  first: { zh: '第一部手机', en: 'first phone' },
  digits: { zh: '手机尾号', en: 'last four digits' },
  permit: { zh: '班长放行', en: 'let in by the squad leader' },
  self: { zh: '本人', en: 'self' },
  guardian: { zh: '监护人', en: 'guardian' },
  spokesman: { zh: '家里代填的人', en: 'the family’s spokesman' },
  actor: { zh: '姓名', en: 'name' },
  subject: { zh: '对象', en: 'subject' },
  action: { zh: '事项', en: 'action' },
  from: { zh: '开始日期', en: 'first day' },
  until: { zh: '结束日期', en: 'last day' },
}

const reasons: Readonly<Record<string, Text>> = {
  ...reasonTexts,
  password: { zh: '密码不对', en: 'wrong password' },
  code: { zh: '登录码不对', en: 'wrong code' },
  locked: { zh: '试错太多，暂时锁住', en: 'locked after too many tries' },
  blocked: { zh: '账号已停用或锁定', en: 'account locked or disabled' },
  address: { zh: '同一地址试得太多', en: 'too many tries from one address' },
}

const whys: Readonly<Record<string, Text>> = {
  second: { zh: '复测仍异常', en: 'second reading confirmed it' },
  no_second: { zh: '没有按时复测', en: 'no second reading in time' },
  again: { zh: '再次异常', en: 'again' },
  by_hand: { zh: '人工升级', en: 'by hand' },
}

const codes: Readonly<Record<string, Text>> = {
  'subject-not-yours': { zh: '不归其上报的人', en: 'somebody not theirs to report for' },
}

/** Codes in words, by the field in which they stand. */
const values: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  kind: kinds,
  by: ways,
  reason: reasons,
  why: whys,
  role: roleTexts,
  level: levelTexts,
  finding: findingTexts,
  outcome: outcomeTexts,
  table: tables,
  of: tables,
  code: codes,
}

/** A code in words; undefined where the field holds none that is known. */
export function codeText(field: string, value: string): Text | undefined {
  if (field === 'permissions') return permissionText(value)
  return Object.hasOwn(values[field] ?? {}, value) ? values[field]![value] : undefined
}
