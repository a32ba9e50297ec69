/** What a check found, in the shape in which the screen shows it. */
import type { Text } from '#platform/texts.ts'
import { fill } from '#platform/texts.ts'
import { roleOf } from '../posts.ts'
import { relationText } from '../relations.ts'
import type { Examined } from './apply.ts'
import type { Change, Count, KnownUnit, RosterPlan } from './model.ts'
import { postWord } from './post-words.ts'
import { defaultPosts } from './posts.ts'
import type { ListItem, ListName, RosterCheck } from './schema.ts'

const fieldNames: Readonly<Record<Change['field'], Text>> = {
  name: { zh: '姓名', en: 'name' },
  phone: { zh: '手机', en: 'telephone' },
  sex: { zh: '性别', en: 'sex' },
  born: { zh: '出生年', en: 'year of birth' },
  relation: { zh: '关系', en: 'relation' },
  post: { zh: '职务', en: 'post' },
  household: { zh: '家庭', en: 'household' },
}

const texts = {
  change: { zh: '{field} {from} → {to}', en: '{field} {from} → {to}' },
  none: { zh: '空', en: 'none' },
  moved: { zh: '{from} → {to}', en: '{from} → {to}' },
  back: { zh: '原来离队，回来了', en: 'had left, comes back' },
  absent: { zh: '名册里有，文件里没有', en: 'in the roster, not in the file' },
  memberLeft: { zh: '队员不在册了，家属随队员', en: 'goes with the member' },
} satisfies Record<string, Text>

/** Faults that travel with the answer; a file with more is mended in the file. */
const faultsShown = 200

/** Several posts by their codes, in words. */
function postsText(codes: string): Text {
  const names = codes.split('、').map((code): Text => {
    const word = postWord(code)
    return defaultPosts.find((post) => post.code === code)?.name ?? { zh: word, en: word }
  })
  return { zh: names.map((one) => one.zh).join('、'), en: names.map((one) => one.en).join(', ') }
}

function changeText(change: Change): Text {
  const sexes: Record<string, Text> = { male: { zh: '男', en: 'male' }, female: { zh: '女', en: 'female' } }
  const both = (text: string): Text => {
    if (text === '') return texts.none
    if (change.field === 'post') return postsText(text)
    if (change.field === 'relation') return relationText(text)
    return sexes[text] ?? { zh: text, en: text }
  }
  const [field, from, to] = [fieldNames[change.field], both(change.from), both(change.to)]
  return {
    zh: fill(texts.change, { field: field.zh, from: from.zh, to: to.zh }).zh,
    en: fill(texts.change, { field: field.en, from: from.en, to: to.en }).en,
  }
}

const joined = (list: readonly Text[]): Text => ({
  zh: list.map((one) => one.zh).join('；'),
  en: list.map((one) => one.en).join('; '),
})

/** The lists behind the counts, in the order of the file; who is absent in the order of the roster. */
export function listsOf(plan: RosterPlan, pathOf: (unitId: string) => string): Record<ListName, ListItem[]> {
  const byRow = <T extends { row: number }>(list: readonly T[]): T[] => [...list].sort((a, b) => a.row - b.row)
  return {
    added: byRow(plan.added).map((one) => ({
      name: one.name,
      kind: one.kind,
      row: one.row,
      where: one.kind === 'member' ? one.unit.path : one.relation,
      ...(one.id && { what: texts.back }),
    })),
    moved: byRow(plan.moved).map((one) => ({
      name: one.name,
      kind: one.kind,
      row: one.row,
      where: one.to.name,
      what: joined([
        fill(texts.moved, { from: one.from.name, to: one.to.name }),
        ...one.changes.filter((c) => c.field !== 'household').map(changeText),
      ]),
    })),
    changed: byRow(plan.changed).map((one) => ({
      name: one.name,
      kind: one.kind,
      row: one.row,
      where: '',
      what: joined(one.changes.map(changeText)),
    })),
    absent: plan.absent.map((one) => ({
      name: one.name,
      kind: one.kind,
      where: pathOf(one.unit),
      what: one.why === 'member-left' ? texts.memberLeft : texts.absent,
    })),
  }
}

const tally = <T>(list: readonly T[], key: (one: T) => string): [string, number][] => {
  const counts = new Map<string, number>()
  for (const one of list) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1)
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
}

/** Rows by kind: each row once, however many faults it has. */
function badRowsOf({ checked }: Examined): { rows: Count; known: number; fresh: Count } {
  const rows = new Map(checked.bad.map((bad) => [bad.row, bad.who]))
  const count = (list: readonly { relative: boolean }[]): Count => ({
    members: list.filter((one) => !one.relative).length,
    relatives: list.filter((one) => one.relative).length,
  })
  const all = [...rows.values()]
  const fresh = all.filter((one) => one.isNew)
  return { rows: count(all), known: all.length - fresh.length, fresh: count(fresh) }
}

const plus = (a: Count, b: Count): Count => ({ members: a.members + b.members, relatives: a.relatives + b.relatives })

/** @param ifRetired the same file planned with everybody absent retired: posts that then stand empty too */
export function describeCheck(id: string, examined: Examined, ifRetired: RosterPlan, expires: Date): RosterCheck {
  const { sheet, checked, plan } = examined
  const bad = badRowsOf(examined)
  const read = { members: checked.members.length, relatives: checked.relatives.length }
  const vacatedNow = new Set(plan.vacated.map((one) => `${one.unit.key}|${one.post}`))
  const memberMoves = plan.moved.filter((one) => one.kind === 'member')
  const opened = plan.appointments.open.map((one) => postWord(one.post)).filter((post) => roleOf(post) !== undefined)
  return {
    id,
    name: sheet.name,
    expires_at: expires.toISOString(),
    sheet: sheet.sheet ?? null,
    header_row: sheet.headerRows[0],
    rows: checked.rows,
    good: checked.good,
    read: plus(read, bad.rows),
    bad_rows: bad.rows,
    bad_known: bad.known,
    bad: checked.bad
      .slice(0, faultsShown)
      .map(({ row, column, value, reason, fix, who }) => ({ row, column, value, reason, ...(fix && { fix }), who })),
    counts: {
      added: plan.counts.added,
      moved: plan.counts.moved,
      changed: plan.counts.changed,
      absent: plan.counts.absent,
      unchanged: plan.counts.unchanged,
    },
    totals: { now: plan.totals.before, after: plan.totals.after, mended: plus(plan.totals.after, bad.fresh) },
    new_units: plan.newUnits.map(({ path, kind, near }) => ({ path, kind, ...(near && { near }) })),
    vacated: ifRetired.vacated.map((one) => ({
      unit: one.unit.path,
      post: postWord(one.post),
      who: one.personName,
      if_retired: !vacatedNow.has(`${one.unit.key}|${one.post}`),
    })),
    moves: tally(memberMoves, (one) => `${one.from.name}\n${one.to.name}`)
      .slice(0, 20)
      .map(([key, count]) => ({ from: key.split('\n')[0]!, to: key.split('\n')[1]!, count })),
    officers: tally(opened, (post) => post).map(([post, count]) => ({ post, count })),
    notes: [...checked.notes, ...plan.notes],
    nothing_to_do: plan.nothingToDo,
  }
}

/** Names from the detachment down, joined by `/`. */
export function pathsOf(units: readonly KnownUnit[]): (unitId: string) => string {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  return (unitId) => {
    const names: string[] = []
    for (let unit = byId.get(unitId); unit; unit = unit.parent === null ? undefined : byId.get(unit.parent)) {
      names.unshift(unit.name)
      if (unit.kind === 'detachment') break
    }
    return names.join('/')
  }
}
