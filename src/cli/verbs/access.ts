/** `admin create` and `token create`: who may sign in before anybody can, and who may call the API. */
import { permissions } from '#platform/access/actor.ts'
import { Problem } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'
import { systemContext, work } from '#platform/work.ts'
import { cliProblems } from '../problems.ts'
import { unitNamed, unitOption } from '../units.ts'
import { type Args, textOf, type Verb } from '../verb.ts'

const texts = {
  admin: {
    zh: '管理员 {name} 已建立，登录名 {login}，一次性登录码 {code}。首次登录后自设密码。',
    en: 'The administrator {name} is there: sign in as {login} with the one-time code {code}, then choose a password.',
  },
  token: {
    zh: '令牌“{name}”只显示这一次，请现在保存。到期：{until}。',
    en: 'The token “{name}” is shown this once; please keep it now. It expires: {until}.',
  },
  never: { zh: '不过期', en: 'never' },
} as const satisfies Record<string, Text>

export const adminCreate: Verb = {
  name: 'admin create',
  summary: { zh: '建立管理员，给出一次性登录码', en: 'make an administrator and print a one-time code' },
  options: {
    name: { value: 'N', text: { zh: '姓名，不填为 admin', en: 'name; left out: admin' } },
    login: {
      value: 'L',
      text: {
        zh: '登录名：姓名、编号或手机号，不填就用姓名',
        en: 'what to sign in with: a name, a staff number or a telephone number; left out: the name',
      },
    },
  },
  async run(cli, args) {
    const { createAdministrator } = await import('#platform/access/accounts.ts')
    const services = await cli.installation.services()
    const name = textOf(args, 'name') ?? 'admin'
    const login = textOf(args, 'login') ?? name
    const made = await work(systemContext(services), (w) =>
      createAdministrator(w, { name, login, language: cli.language }),
    )
    const shown = { id: made.accountId, name, login, code: made.code ?? '' }
    return { json: shown, lines: [cli.say(texts.admin, shown)] }
  },
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
    days: {
      value: 'D',
      text: { zh: '多少天后到期，不填为不过期', en: 'days until it expires; left out: it does not' },
    },
  },
  async run(cli, args) {
    const core = await cli.installation.core()
    const can = permissionList(textOf(args, 'can')!)
    const days = daysOf(args)
    const unit = unitNamed(core, textOf(args, 'unit')!)
    const { createToken } = await import('#platform/access/tokens.ts')
    const name = textOf(args, 'name')!
    const made = await work(systemContext(core.services), (w) =>
      createToken(w, { name, unitId: unit.id, permissions: can, ...(days !== undefined && { days }) }),
    )
    const until = days === undefined ? null : new Date(core.services.clock.now() + days * 86_400_000).toISOString()
    cli.tell(filled(cli.say(texts.never), name, until))
    return {
      json: { id: made.id, token: made.token, name, unit: unit.fullName, permissions: can, expires_at: until },
      lines: [made.token],
    }
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

function daysOf(args: Args): number | undefined {
  const text = textOf(args, 'days')
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new Problem(cliProblems['number-expected'], { option: 'days' })
  return Number(text)
}
