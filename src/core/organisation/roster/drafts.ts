/** One row of a sheet read by itself: what each cell means, and what is wrong with it. */
import type { Text } from '#platform/texts.ts'
import { fill } from '#platform/texts.ts'
import {
  type Judged,
  judgeAnyCell,
  judgeBorn,
  judgeName,
  judgeNumber,
  judgePhone,
  judgePosts,
  judgeRelation,
  judgeSex,
  type Refused,
} from './cells.ts'
import { clean, cleanName, numberKey } from './clean.ts'
import type { Field, Sex, SheetRow } from './model.ts'
import type { PostWords } from './posts.ts'
import { fixes, reasons } from './texts.ts'
import { pathLevels, type UnitPath } from './units.ts'

export interface Wrong {
  readonly field: Field
  readonly value: string
  readonly reason: Text
  readonly fix?: Text
}

export interface Draft {
  readonly source: SheetRow
  readonly row: number
  readonly kind: 'member' | 'relative'
  readonly path: UnitPath
  /** As far as it could be read. */
  readonly name: string
  readonly staffNo: string
  /** Numbers of the members on whom the household hangs. */
  readonly memberNos: readonly string[]
  readonly relation: string
  readonly phone?: string
  readonly sex?: Sex
  readonly born?: number
  readonly posts?: readonly string[]
  readonly wrong: Wrong[]
}

const longestUnitName = 50

/** Whether a row is about somebody: it has a name or a number. */
export function holdsPerson(row: SheetRow): boolean {
  return [row.cells.name, row.cells.staff_no, row.cells.member_no].some((cell) => clean(cell ?? '') !== '')
}

/** Reads a row. `thisYear` bounds the year of birth. */
export function readDraft(source: SheetRow, words: PostWords, thisYear: number): Draft {
  const wrong: Wrong[] = []
  const cell = (field: Field) => source.cells[field] ?? ''
  const refuse = (field: Field, refused: Refused) => wrong.push({ field, value: cell(field), ...refused })
  /** The judged value of a column; a cell that is broken in itself is refused before it is judged. */
  const judge = <T>(field: Field, judgeCell: (raw: string) => Judged<T>): T | undefined => {
    const broken = judgeAnyCell(cell(field))
    const judged = broken ? { refused: broken } : judgeCell(cell(field))
    if (judged.refused) refuse(field, judged.refused)
    return judged.value
  }

  const path = Object.fromEntries(pathLevels.map((level) => [level, judge(level, judgeUnitName) ?? ''])) as Record<
    (typeof pathLevels)[number],
    string
  >
  const name = judge('name', judgeName)
  const staffNo = judge('staff_no', judgeNumber) ?? ''
  const memberNos = (judge('member_no', judgeNumbers) ?? []).filter((no) => numberKey(no) !== numberKey(staffNo))
  const kind = kindOf(source)
  const draft: Draft = {
    source,
    row: source.row,
    kind,
    path,
    name: name ?? cleanName(cell('name')),
    staffNo,
    memberNos,
    relation: kind === 'relative' ? (judge('relation', judgeRelation) ?? '') : '',
    phone: judge('phone', judgePhone),
    sex: judge('sex', judgeSex),
    born: judge('born', (raw) => judgeBorn(raw, thisYear)),
    posts: source.cells.post === undefined ? undefined : judge('post', (raw) => judgePosts(raw, words)),
    wrong,
  }
  checkNumbers(draft, cell)
  return draft
}

/** A number of one's own makes a member, even beside a member_no (who shares that household); else it is a relative. */
function kindOf(source: SheetRow): 'member' | 'relative' {
  const filled = (field: Field) => clean(source.cells[field] ?? '') !== ''
  if (filled('staff_no')) return filled('relation') && !filled('member_no') && !isSelf(source) ? 'relative' : 'member'
  return filled('member_no') || filled('relation') ? 'relative' : 'member'
}

/** Lists of households write the member's own row as 本人 or 户主. */
function isSelf(source: SheetRow): boolean {
  return /^(本人|户主|自己|self)$/i.test(cleanName(source.cells.relation ?? ''))
}

function checkNumbers(draft: Draft, cell: (field: Field) => string): void {
  const has = (field: Field) => draft.wrong.some((one) => one.field === field)
  const refuse = (field: Field, reason: Text, fix: Text) => draft.wrong.push({ field, value: cell(field), reason, fix })
  if (draft.kind === 'member') {
    if (draft.path.detachment === '' && !has('detachment'))
      refuse('detachment', reasons.detachmentEmpty, fixes.detachmentEmpty)
    if (draft.staffNo === '' && !has('staff_no')) refuse('staff_no', reasons.noNumber, fixes.noNumber)
  } else if (draft.memberNos.length === 0 && !has('member_no')) {
    const fix = draft.staffNo === '' ? fixes.fillMember : fill(fixes.moveNumber, { number: draft.staffNo })
    refuse('member_no', reasons.relationWithoutMember, fix)
  }
}

function judgeUnitName(raw: string): Judged<string> {
  const name = cleanName(raw).replaceAll('/', '-')
  const length = [...name].length
  if (length <= longestUnitName) return { value: name }
  return {
    refused: { reason: fill(reasons.unitLong, { count: length }), fix: fill(fixes.shorten, { max: longestUnitName }) },
  }
}

/** One number or several, for a household that hangs on several members: SG0001、SG0002. */
function judgeNumbers(raw: string): Judged<readonly string[]> {
  const numbers: string[] = []
  for (const piece of clean(raw).split(/[、,;|]|(?<=\d) (?=\p{L})/u)) {
    const judged = judgeNumber(piece)
    if (judged.refused) return judged
    if (judged.value && !numbers.some((no) => numberKey(no) === numberKey(judged.value!))) numbers.push(judged.value)
  }
  return { value: numbers }
}
