/** What a check can find, each as one sentence; and what it says beside. */
import type { Text } from '#platform/texts.ts'

export const checkTexts = {
  'tally-differs': {
    zh: '{unit} {day} {measure}/{slot}：{column} 记为 {stored}，按任务重数是 {counted}。',
    en: '{unit} {day} {measure}/{slot}: {column} is stored as {stored}, recounted from the tasks it is {counted}.',
  },
  'person-without-unit': {
    zh: '{id} 在册，但所属单位已撤销：没有人对他负责。',
    en: 'The person {id} is on the roster of a unit that is closed: nobody accounts for them.',
  },
  'person-elsewhere': {
    zh: '{id} 的单位不在其登记的支队之内。',
    en: 'The unit of the person {id} does not lie in the detachment that is recorded.',
  },
  'household-without-member': {
    zh: '家庭 {id} 没有挂在任何在册队员名下。',
    en: 'The household {id} hangs on no member who is on the roster.',
  },
  'household-elsewhere': {
    zh: '家庭 {id} 记的单位不是第一位队员的单位。',
    en: 'The household {id} is not recorded at its first member’s unit.',
  },
  'unit-cut-off': {
    zh: '单位 {id} 的路径与上级不符，或上级已撤销。',
    en: 'The unit {id} does not lie below its parent, or its parent is closed.',
  },
  'task-lacking': {
    zh: '{subject} {id} 应有 {day} {measure}/{slot} 的任务，库里没有。',
    en: 'The {subject} {id} should have the task {measure}/{slot} of {day}, and it is not there.',
  },
  'task-surplus': {
    zh: '{subject} {id} 多出 {day} {measure}/{slot} 的任务。',
    en: 'The {subject} {id} has the task {measure}/{slot} of {day}, which nothing asks for.',
  },
  'task-wrong': {
    zh: '{subject} {id} {day} {measure}/{slot} 的任务，单位、时间或依据与现行措施不符。',
    en: 'The task {measure}/{slot} of {day} of the {subject} {id} does not have the unit, times or orders in force.',
  },
  'reference-broken': {
    zh: '{table} {id} 的 {column} 指向不存在的 {target}。',
    en: '{table} {id}: its {column} points to a {target} that is not there.',
  },
  'task-met-by-nothing': {
    zh: '任务 {id} 记为已报，却没有写明是哪一份上报。',
    en: 'The task {id} counts as met and names no report.',
  },
  'task-state': {
    zh: '任务 {id}（{day} {measure}/{slot}）记为 {stored}，按收到的上报重算是 {counted}。',
    en: 'The task {id} ({measure}/{slot} of {day}) is stored as {stored}, worked out from its reports it is {counted}.',
  },
  'task-unknown-subject': {
    zh: '任务 {id} 的对象不存在。',
    en: 'The task {id} is about nothing that exists.',
  },
} as const satisfies Record<string, Text>

export type CheckKind = keyof typeof checkTexts

export const checkNotes = {
  'not-recountable': {
    zh: '{day} 及以前的 {count} 条计数，任务已过保存期，无法重数。',
    en: '{count} {count|tally|tallies} up to {day} {count|is not recountable: its tasks are|are not recountable: their tasks are} past retention.',
  },
  waiting: {
    zh: '{count} 个对象正在等待重算任务，这次没有比对。',
    en: '{count} {count|subject waits to be reconciled and was|subjects wait to be reconciled and were} not compared.',
  },
  'nothing-claimed': {
    zh: '应报名单没有比对：要比的是 {from} 以后到期的任务，而任务只排到 {until}。启动一次服务后再查，或用 --at 指定更早的时刻。',
    en: 'Who owes what was not compared: it would be of tasks due after {from}, and they are worked out only up to {until}. Start the server once and check again, or name an earlier instant with --at.',
  },
  'no-campaign': {
    zh: '没有进行中的防控部署，没有任务可比对。',
    en: 'No campaign is running, so there are no tasks to compare.',
  },
} as const satisfies Record<string, Text>

export type CheckNoteKind = keyof typeof checkNotes

export const checkSteps = {
  tallies: { zh: '重数计数', en: 'Recounting tallies' },
  states: { zh: '按上报重算任务状态', en: 'Working states out from reports' },
  organisation: { zh: '核对人员归属', en: 'Checking who belongs where' },
  coverage: { zh: '核对应报名单', en: 'Checking who owes what' },
  references: { zh: '核对引用关系', en: 'Checking references' },
} as const satisfies Record<string, Text>
