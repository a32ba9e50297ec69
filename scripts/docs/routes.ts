/** Pages made from the routes that the application registers: permissions × roles × routes, and the API. */
import { postsWithRole, roleOf } from '#core/organisation/posts.ts'
import { roles } from '#core/organisation/roles.ts'
import { permissions } from '#platform/access/actor.ts'
import type { KnownRoute } from '#platform/http/server.ts'
import type { Text } from '#platform/texts.ts'
import { byText, code, page, table } from './markdown.ts'

interface Operation {
  readonly summary?: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[]
  readonly requestBody?: unknown
}

/** As far as the pages need it; the whole goes into openapi.json. */
export interface Swagger {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** Doors that are no permission. */
const doors: Readonly<Record<string, Text>> = {
  open: { zh: '任何人', en: 'anybody' },
  'signed-in': { zh: '已登录的账号', en: 'a signed-in account' },
  self: {
    zh: '本人或本户：有账号的人，或用填报卡登记过的手机',
    en: 'oneself or one’s household: an account with a person, or a phone let in by an access link',
  },
  reporter: {
    zh: '本人或本户，或有代报、查看上报的权限',
    en: 'self, or the right to report on behalf or to see reports',
  },
}

const roleTexts: Readonly<Record<keyof typeof roles, Text>> = {
  administrator: { zh: '管理员', en: 'administrator' },
  commander: { zh: '支队主官', en: 'commander' },
  chief: { zh: '大队、站主官', en: 'chief' },
  squad_leader: { zh: '班长', en: 'squad leader' },
  grid_contact: { zh: '网格员', en: 'grid contact' },
  orderly: { zh: '勤务人员', en: 'orderly' },
  auditor: { zh: '审计员', en: 'auditor' },
}

const inOrder = (routes: readonly KnownRoute[]): KnownRoute[] =>
  [...routes].sort((a, b) => byText(a.url, b.url) || byText(a.method, b.method))

export function permissionsPage(routes: readonly KnownRoute[]): string {
  const names = [...permissions.keys()].sort(byText)
  const roleNames = Object.keys(roles) as (keyof typeof roles)[]
  const byRole = names.map((name) => [
    code(name),
    `${permissions.get(name)!.zh} · ${permissions.get(name)!.en}`,
    ...roleNames.map((role) => ((roles[role] as readonly string[]).includes(name) ? '●' : '')),
  ])
  const posts = roleNames.map((role) => [
    `${roleTexts[role].zh} · ${roleTexts[role].en}`,
    code(role),
    postsWithRole.filter((post) => roleOf(post) === role).join('、') || '–',
  ])
  const doorNames = [...names, ...Object.keys(doors)]
  const byRoute = doorNames.map((door) => {
    const behind = inOrder(routes).filter((route) => route.permission === door)
    const words = doors[door] ?? permissions.get(door)!
    return [
      code(door),
      `${words.zh} · ${words.en}`,
      behind.map((r) => code(`${r.method} ${r.url}`)).join('<br>') || '–',
    ]
  })
  return page(
    '权限 · Permissions',
    '职务给角色，角色给权限，在任职单位及其下级有效。一个接口的门口只认一项权限，进门后再按单位核对。',
    'A post gives a role, a role gives permissions, at the unit of the appointment and below. Each route asks for one permission at its door; inside, it is asked again for this very unit.',
    '## 权限 × 角色 · Permissions × roles',
    table(['权限 permission', '', ...roleNames.map((role) => `${roleTexts[role].zh} ${roleTexts[role].en}`)], byRole),
    '## 角色 × 职务 · Roles × posts',
    table(['角色 role', '', '职务 posts'], posts),
    '## 权限 × 接口 · Permissions × routes',
    table(['门口 door', '', '接口 routes'], byRoute),
  )
}

const operationOf = (swagger: Swagger, { method, url }: KnownRoute): Operation | undefined =>
  swagger.paths[url.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]

export function apiPage(routes: readonly KnownRoute[], swagger: Swagger): string {
  const documented = inOrder(routes).filter((route) => operationOf(swagger, route) !== undefined)
  const groups = Map.groupBy(documented, ({ url }) => /^\/api\/([\w.-]+)/.exec(url)?.[1]?.replace(/\..*/, '') ?? '')
  const sections = [...groups].flatMap(([group, list]) => [
    `## ${group === '' ? '状态 · State' : group}`,
    table(
      ['接口 route', '权限 permission', '用途', 'what for', '查询参数 query'],
      list.map((route) => {
        const { summary = '', parameters = [] } = operationOf(swagger, route)!
        const [zh = '', en = ''] = summary.split(' · ')
        const query = parameters.filter((p) => p.in === 'query').map((p) => code(p.required ? p.name : `${p.name}?`))
        return [code(`${route.method} ${route.url}`), code(route.permission), zh, en, query.join(' ')]
      }),
    ),
  ])
  return page(
    '接口 · API',
    '完整的字段说明见 [openapi.json](openapi.json)，运行中的服务在 `/api/openapi.json` 给出同一份。错误见 [problems.md](problems.md)。',
    'Every field is in [openapi.json](openapi.json); a running server gives the same at `/api/openapi.json`. Errors: [problems.md](problems.md).',
    ...sections,
  )
}

/** The whole description, paths and names in order, so that a change shows as a small difference. */
export const openapi = (swagger: Swagger): string =>
  `${JSON.stringify({ ...swagger, paths: Object.fromEntries(Object.entries(swagger.paths).sort(([a], [b]) => byText(a, b))) }, null, 1)}\n`
