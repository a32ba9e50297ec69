/** What the organisation's tables keep about people, for which purpose and how long. */
import type { PersonalTable } from '#platform/part.ts'

/** As long as somebody is on the roster, and then as long as what was owed and done names them. */
const onRoster = null

export const organisationPersonalData: readonly PersonalTable[] = [
  {
    table: 'person',
    retentionDays: onRoster,
    from: 'retired_at',
    columns: {
      unit_id: { zh: '在哪个单位，由谁负责', en: 'at which unit, and so who answers for them' },
      household_id: { zh: '和谁是一家', en: 'who lives together' },
      relation: { zh: '和队员的关系', en: 'how related to the member' },
      staff_no: { zh: '认人，不会弄混同名的', en: 'tells people of one name apart' },
      staff_no_key: { zh: '按编号查找', en: 'found by number' },
      name: { zh: '点名和上报', en: 'roll-call and reports' },
      grams: { zh: '按姓名和首字母查找', en: 'found by name and initials' },
      phone: { zh: '有事联系，新手机放行时核对', en: 'to call, and to check a new phone' },
      sex: { zh: '称呼和住宿安排', en: 'form of address and lodging' },
      born: { zh: '判断是否要监护人同意', en: 'whether a guardian has to consent' },
      retired_at: { zh: '什么时候离队', en: 'when they left' },
    },
    others: ['id', 'kind', 'detachment_id', 'created_at', 'version'],
  },
  {
    table: 'household',
    retentionDays: onRoster,
    from: 'retired_at',
    columns: { unit_id: { zh: '算在哪个单位', en: 'at which unit the household counts' } },
    others: ['id', 'detachment_id', 'created_at', 'retired_at'],
  },
  {
    table: 'household_member',
    retentionDays: onRoster,
    from: 'household_id',
    columns: { person_id: { zh: '是谁的家', en: 'whose household it is' } },
    others: ['household_id', 'position'],
  },
  {
    table: 'transfer',
    retentionDays: 1095,
    from: 'at',
    columns: {
      person_id: { zh: '谁调动了', en: 'who moved' },
      from_unit_id: { zh: '从哪里，补报时认得出', en: 'from where, so that a late report is recognised' },
      to_unit_id: { zh: '到哪里', en: 'to where' },
    },
    others: ['id', 'at', 'from_detachment_id', 'to_detachment_id'],
  },
  {
    table: 'appointment',
    retentionDays: onRoster,
    from: 'until_at',
    columns: {
      person_id: { zh: '谁任职，该谁负责', en: 'who holds the post and answers for it' },
      post: { zh: '什么职务', en: 'which post' },
    },
    others: ['id', 'unit_id', 'from_at', 'until_at', 'source'],
  },
  {
    table: 'responsible',
    retentionDays: onRoster,
    from: 'until_at',
    columns: {
      person_id: { zh: '谁负责这项措施', en: 'who answers for the measure' },
      named_by: { zh: '谁指定的', en: 'who named them' },
    },
    others: ['id', 'unit_id', 'measure', 'from_at', 'until_at'],
  },
  {
    table: 'presence',
    retentionDays: 1095,
    from: 'entered_at',
    columns: {
      person_id: { zh: '谁', en: 'who' },
      kind: { zh: '在位、请假、住院还是隔离：决定要报什么', en: 'where they are, which decides what they owe' },
      during: { zh: '从什么时候到什么时候', en: 'from when to when' },
      place: { zh: '在哪里', en: 'at which place' },
      note: { zh: '一句说明', en: 'one line of explanation' },
      entered_by: { zh: '谁登记的', en: 'who entered it' },
    },
    others: ['id', 'unit_id', 'source', 'entered_at', 'withdrawn_at'],
  },
  {
    table: 'fitness',
    retentionDays: 1095,
    from: 'entered_at',
    columns: {
      person_id: { zh: '谁', en: 'who' },
      kind: { zh: '能不能执勤，不写病情', en: 'whether fit for duty, without a diagnosis' },
      during: { zh: '从什么时候到什么时候', en: 'from when to when' },
      entered_by: { zh: '谁登记的', en: 'who entered it' },
    },
    others: ['id', 'source', 'entered_at'],
  },
  {
    table: 'roster_import',
    // What was before stays as long as an import can be taken back or asked about.
    retentionDays: 366,
    from: 'at',
    columns: {
      by_id: { zh: '谁导入的', en: 'who imported it' },
      undo: { zh: '导入前的样子，整批撤回用', en: 'what was before, for taking it back' },
      officers: { zh: '哪些人要发一次性登录码', en: 'whose one-time codes are due' },
    },
    others: [
      'id',
      'unit_id',
      'file_name',
      'file_digest',
      'at',
      'counts',
      'state',
      'progress',
      'taken_back_at',
      'step',
      'why',
      'codes_at',
      'alive_until',
    ],
  },
  {
    table: 'roster_upload',
    // The sweep of rosters deletes them after their hour already.
    retentionDays: 1,
    from: 'expires_at',
    columns: {
      by_id: { zh: '谁上传的', en: 'who sent it' },
      content: { zh: '花名册文件，核对后一小时删掉', en: 'the roster file, deleted an hour after the check' },
      result: { zh: '核对结果，一起删掉', en: 'what the check found, deleted with it' },
    },
    others: ['id', 'at', 'expires_at', 'file_name', 'pasted'],
  },
]
