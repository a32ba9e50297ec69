/** Roles as data: what a post lets its holder do at the unit and below. */
import { definePermissions } from '#platform/access/actor.ts'

export const corePermissions = definePermissions({
  'board.read': { zh: '看落实情况', en: 'see the board' },
  'people.read': { zh: '看人员名册', en: 'see the roster' },
  'people.contact': { zh: '看联系电话', en: 'see telephone numbers' },
  'roster.import': { zh: '导入花名册', en: 'import a roster' },
  'presence.write': { zh: '登记在位情况', en: 'enter presence' },
  'campaign.read': { zh: '看文件和措施', en: 'see orders and measures' },
  'campaign.manage': { zh: '启动和调整防控措施', en: 'start and change a campaign' },
  'responsible.name': { zh: '指定责任人', en: 'name who is responsible' },
  'task.remind': { zh: '催报', en: 'remind' },
  'task.exempt': { zh: '批准免报', en: 'exempt' },
  'report.read': { zh: '看上报记录', en: 'see that reports came' },
  'report.write': { zh: '代报', en: 'report on behalf' },
  'place.report': { zh: '上报所管场所', en: 'report the places one answers for' },
  'health.read': { zh: '看健康信息', en: 'read health data' },
  'alert.handle': { zh: '处置预警', en: 'assess and close alerts' },
  'links.print': { zh: '印发填报卡', en: 'print access cards' },
  'rights.answer': { zh: '答复关于个人信息的请求', en: 'answer requests about personal data' },
  'audit.read': { zh: '查阅审计', en: 'read and verify the audit' },
  'account.manage': { zh: '管理账号和令牌', en: 'manage accounts and tokens' },
  'system.manage': { zh: '管理系统', en: 'manage the system' },
})

export type CorePermission = keyof typeof corePermissions

const read = ['board.read', 'people.read', 'campaign.read'] as const
const lead = [
  ...read,
  'people.contact',
  'presence.write',
  'responsible.name',
  'task.remind',
  'task.exempt',
  'report.read',
  'report.write',
  'health.read',
  'alert.handle',
  'links.print',
  'rights.answer',
] as const

/** What each role may do. The full set of roles comes with the rights of row; these are what the loop needs. */
export const roles = {
  /** Sets up the system; reads no health data. */
  administrator: [
    'board.read',
    'people.read',
    'people.contact',
    'campaign.read',
    'campaign.manage',
    'responsible.name',
    'roster.import',
    'links.print',
    'account.manage',
    'system.manage',
    'audit.read',
  ],
  /** 支队长、政治委员: leads a detachment or above. */
  commander: [...lead, 'campaign.manage', 'roster.import', 'audit.read'],
  /** 大队长、教导员、站长、政治指导员. */
  chief: [...lead],
  /** 班长: reports on behalf of the squad and reminds it. */
  squad_leader: [...read, 'people.contact', 'task.remind', 'report.read', 'report.write', 'health.read'],
  /** 网格员: calls families. */
  grid_contact: [...read, 'people.contact', 'task.remind', 'report.read', 'report.write', 'health.read'],
  /** 消毒员、司务长、营门哨、器材员 …: answers for the station's things, not for its people. */
  orderly: [...read, 'place.report'],
  auditor: ['audit.read'],
} as const satisfies Record<string, readonly CorePermission[]>

export type Role = keyof typeof roles

const sets = new Map<string, ReadonlySet<string>>(Object.entries(roles).map(([role, list]) => [role, new Set(list)]))
const none: ReadonlySet<string> = new Set()

/** The permissions of a role; an unknown role has none. */
export const permissionsOf = (role: string): ReadonlySet<string> => sets.get(role) ?? none
