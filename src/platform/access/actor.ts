/** Who acts, with which permissions at which units; one function decides. */
import { defineProblems, Problem, problems } from '../problems.ts'
import type { Text } from '../texts.ts'

/** Every permission by name; a module adds its own through `definePermissions`. */
export const permissions = new Map<string, Text>()

/** Declares permissions of one owner, each with what it allows in words. */
export function definePermissions<const T extends Record<string, Text>>(table: T): T {
  for (const [name, text] of Object.entries(table)) {
    if (permissions.has(name)) throw new Error(`permission ${name} is declared twice`)
    permissions.set(name, text)
  }
  return table
}

/** Permissions held at a unit and all below it. `path` is the unit's ltree path: '1.4.12'. */
export interface Grant {
  readonly id: string
  readonly role: string
  readonly unitId: string
  readonly path: string
  readonly permissions: ReadonlySet<string>
  /** The appointment that gave it; null or left out: given by hand. */
  readonly appointmentId?: string | null
}

/** The unit id of a grant that holds for the whole installation; its path is '', the root of every path. */
export const everywhere = '00000000-0000-0000-0000-000000000000'

export interface Actor {
  readonly kind: 'account' | 'token' | 'link' | 'system' | 'nobody'
  /** The account, token, or linked person or household. */
  readonly id: string | null
  /** The organisation's person who acts, where there is one. */
  readonly personId: string | null
  /** The household that a link speaks for. */
  readonly householdId: string | null
  readonly name: string
  /** What is held in the capacity chosen. */
  readonly grants: readonly Grant[]
}

export const nobody: Actor = { kind: 'nobody', id: null, personId: null, householdId: null, name: '', grants: [] }

/** The program itself: sweeps, judging, command line. Holds everything everywhere. */
export const system: Actor = { kind: 'system', id: null, personId: null, householdId: null, name: 'system', grants: [] }

/** True where `path` is `root` or lies below it; '' is the root of all. */
export function within(path: string, root: string): boolean {
  return root === '' || path === root || path.startsWith(`${root}.`)
}

/** Whether the actor holds the permission anywhere: the door of a route. */
export function holds(actor: Actor, permission: string): boolean {
  return actor.kind === 'system' || actor.grants.some((g) => g.permissions.has(permission))
}

/** Whether the actor holds the permission at the unit with this path: this very record. */
export function can(actor: Actor, permission: string, path: string): boolean {
  if (actor.kind === 'system') return true
  return actor.grants.some((g) => g.permissions.has(permission) && within(path, g.path))
}

/** Refuses with `not-allowed`, naming the permission in words, unless `can`. */
export function may(actor: Actor, permission: string, path: string): void {
  if (!can(actor, permission, path)) throw refusal(permission)
}

/** Paths at and below which the actor holds the permission, for filters in SQL; none: an empty list. */
export function roots(actor: Actor, permission: string): string[] {
  const paths = actor.grants.filter((g) => g.permissions.has(permission)).map((g) => g.path)
  return [...new Set(paths)].filter((p) => !paths.some((q) => q !== p && within(p, q)))
}

/** The refusal of one permission, in words. */
export function refusal(permission: string): Problem {
  const what = permissions.get(permission) ?? { zh: permission, en: permission }
  const problem = new Problem(problems['not-allowed'], { what: what.zh })
  return Object.assign(problem, {
    text: { zh: problem.text.zh, en: problems['not-allowed'].text.en.replace('{what}', what.en) },
  })
}

export const accessProblems = defineProblems({
  'wrong-sign-in': [
    401,
    { zh: '账号或密码不对。', en: 'The staff number, telephone number or password is not right.' },
  ],
  'sign-in-locked': [
    429,
    {
      zh: '试错太多次，{minutes} 分钟后再试，或请管理员发一个一次性登录码。',
      en: 'Too many wrong tries. Try again in {minutes} {minutes|minute|minutes}, or ask an administrator for a one-time code.',
    },
  ],
  'weak-password': [422, { zh: '密码至少 {length} 位。', en: 'A password has at least {length} characters.' }],
  'token-not-valid': [
    401,
    { zh: '这个令牌无效、已过期或已被撤销。', en: 'This token is not valid, has expired or was revoked.' },
  ],
})
