/** `admin create` and `token create`: who may sign in before anybody can, and who may call the API. */
import { permissions } from '#platform/access/actor.ts'
import { Problem } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'
import { type Context, systemContext } from '#platform/work.ts'
import { partOf } from '../later.ts'
import { cliProblems } from '../problems.ts'
import { unitNamed, unitOption } from '../units.ts'
import { type Args, valueOf, type Verb } from '../verb.ts'

const texts = {
  admin: {
    zh: '管理员 {name} 已建立。一次性登录码：{code}（首次登录后自设密码）',
    en: 'The administrator {name} is there. One-time code: {code} (a password is chosen at the first sign-in)',
  },
  token: {
    zh: '令牌“{name}”只显示这一次，请现在保存。到期：{until}。',
    en: 'The token “{name}” is shown this once; please keep it now. It expires: {until}.',
  },
  never: { zh: '不过期', en: 'never' },
} as const satisfies Record<string, Text>

interface AdminPart {
  createAdministrator(
    context: Context,
    input: { name: string; staffNo?: string; phone?: string },
  ): Promise<{ id: string; name: string; code: string }>
}

export const adminCreate: Verb = {
  name: 'admin create',
  summary: { zh: '建立管理员，给出一次性登录码', en: 'make an administrator and print a one-time code' },
  options: {
    name: { value: 'N', required: true, text: { zh: '姓名', en: 'name' } },
    'staff-no': { value: 'NO', text: { zh: '用来登录的编号', en: 'staff number to sign in with' } },
    phone: { value: 'PHONE', text: { zh: '用来登录的手机号', en: 'telephone number to sign in with' } },
  },
  async run(cli, args) {
    const { createAdministrator } = await partOf<AdminPart>(
      'admin create',
      'platform/access/administrators.ts',
      'createAdministrator',
    )
    const services = await cli.installation.services()
    const staffNo = valueOf(args, 'staff-no')
    const phone = valueOf(args, 'phone')
    const made = await createAdministrator(systemContext(services), {
      name: valueOf(args, 'name')!,
      ...(staffNo && { staffNo }),
      ...(phone && { phone }),
    })
    return { json: made, lines: [cli.say(texts.admin, made)] }
  },
}

interface TokenPart {
  createToken(
    context: Context,
    input: { name: string; unitId: string; permissions: string[]; days: number | null },
  ): Promise<{ id: string; token: string; expires_at: string | null }>
}

export const tokenCreate: Verb = {
  name: 'token create',
  summary: { zh: '建立接口令牌，只显示一次', en: 'make an API token, shown once' },
  options: {
    name: { value: 'N', required: true, text: { zh: '令牌给谁用', en: 'what the token is for' } },
    unit: { ...unitOption, required: true },
    can: {
      value: 'P,P',
      required: true,
      text: {
        zh: '权限，逗号分隔，例如 report.write,report.read,board.read',
        en: 'permissions, for example report.write,report.read,board.read',
      },
    },
    days: { value: 'D', text: { zh: '多少天后到期，不填为不过期', en: 'days until it expires; left out: it does not' } },
  },
  async run(cli, args) {
    const core = await cli.installation.core()
    const can = permissionList(valueOf(args, 'can')!)
    const days = daysOf(args)
    const unit = unitNamed(core, valueOf(args, 'unit')!)
    const { createToken } = await partOf<TokenPart>('token create', 'platform/access/tokens.ts', 'createToken')
    const name = valueOf(args, 'name')!
    const made = await createToken(systemContext(core.services), { name, unitId: unit.id, permissions: can, days })
    cli.tell(filled(cli.say(texts.never), name, made.expires_at))
    return { json: { ...made, name, unit: unit.fullName, permissions: can }, lines: [made.token] }
  },
}

const filled = (never: string, name: string, until: string | null): Text => {
  const put = (text: string) => text.replace('{name}', name).replace('{until}', until ?? never)
  return { zh: put(texts.token.zh), en: put(texts.token.en) }
}

/** @throws Problem `permission-unknown`, naming those that there are */
function permissionList(text: string): string[] {
  const names = [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== '')
  const unknown = names.find((name) => !permissions.has(name))
  const all = [...permissions.keys()].join(', ')
  if (unknown !== undefined || names.length === 0) {
    throw new Problem(cliProblems['permission-unknown'], { name: unknown ?? text, all })
  }
  return names
}

function daysOf(args: Args): number | null {
  const text = valueOf(args, 'days')
  if (text === undefined) return null
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new Problem(cliProblems['number-expected'], { option: 'days' })
  return Number(text)
}

