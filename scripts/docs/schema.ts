/** The page about the database: every table and column of the migrated catalogue, with purpose and retention. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { auditRetentionDays } from '#platform/audit/verify.ts'
import type { PersonalTable } from '#platform/part.ts'
import { parts } from '../../src/parts.ts'
import { byText, code, page, table } from './markdown.ts'

interface Column {
  readonly name: string
  readonly type: string
  readonly needed: boolean
}

export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  readonly partitioned: boolean
  /** Row-level security is on. */
  readonly walled: boolean
}

/** Reads the catalogue of a migrated database. */
export async function readTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.relname as name, c.relkind = 'p' as partitioned, c.relrowsecurity as walled,
      json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'needed', a.attnotnull)
        order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and c.relname not like 'muster_migration%'
    group by c.oid order by c.relname`)
  return [...rows].sort((a, b) => byText(a.name, b.name))
}

const migrations = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** The comment that stands above `create table x` in the migrations, and the file that it stands in. */
function madeIn(): Map<string, { file: string; comment: string }> {
  const found = new Map<string, { file: string; comment: string }>()
  for (const file of readdirSync(migrations)
    .filter((name) => name.endsWith('.sql'))
    .sort(byText)) {
    const text = readFileSync(migrations + file, 'utf8')
    for (const match of text.matchAll(/((?:^--[^\n]*\n)*)^create table (\w+)/gm))
      found.set(match[2]!, { file, comment: match[1]!.replace(/^-- ?/gm, '').replaceAll('\n', ' ').trim() })
  }
  return found
}

function kept(personal: PersonalTable | undefined, name: string): string {
  if (name === 'audit') return `保存期 · kept: ${auditRetentionDays} 天，按月删 · days, by whole months`
  if (!personal) return ''
  if (personal.retentionDays === null) return '保存期 · kept: 在册期间 · as long as the person is on the roster'
  return `保存期 · kept: ${personal.retentionDays} 天，自 · days from ${code(personal.from)}`
}

export function schemaPage(tables: readonly Table[]): string {
  const personal = new Map(
    parts.flatMap((part) => (part.personalData ?? []).map((one) => [one.table, { part: part.name, ...one }] as const)),
  )
  const comments = madeIn()
  const sections = tables.flatMap((t) => {
    const own = personal.get(t.name)
    const made = comments.get(t.name)
    const marks = [
      ...(made ? [code(`migrations/${made.file}`)] : []),
      ...(own ? [`${own.part}`] : []),
      ...(t.partitioned ? ['按月分区 · partitioned by month'] : []),
      ...(t.walled ? ['行级安全 · row-level security'] : []),
      ...[kept(own, t.name)].filter((text) => text !== ''),
    ]
    const rows = t.columns.map((column) => {
      const why = own?.columns[column.name]
      return [code(column.name), `${column.type}${column.needed ? '' : '?'}`, why?.zh ?? '', why?.en ?? '']
    })
    return [
      `## ${t.name}`,
      ...(made?.comment ? [made.comment] : []),
      marks.join(' · '),
      table(['列 column', '类型 type', '个人信息的用途', 'purpose of personal data'], rows),
    ]
  })
  return page(
    '数据库 · Schema',
    '由迁移后的数据库生成。类型后的 `?` 表示可以为空；含个人信息的列写明用途，表写明保存期。',
    'Made from the migrated database. `?` after a type: may be null. Columns that hold personal data name their purpose, tables their retention.',
    ...sections,
  )
}
