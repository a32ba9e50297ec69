/** Finds the header of a roster among title rows, group headings and other people's names for the same column. */
import { clean } from './clean.ts'
import { columnLetters, type Grid, type GridRow } from './grid.ts'
import { type Field, fields } from './model.ts'

/** What each column may be called, the best word first. Compared without case, spaces, line breaks, stars and remarks in brackets. */
export const titles: Readonly<Record<Field, readonly string[]>> = {
  detachment: ['支队', 'detachment', '支队名称', '所属支队', '所在支队', '消防救援支队'],
  brigade: ['大队', 'brigade', '大队名称', '所属大队', '所在大队', '消防救援大队', 'battalion'],
  station: [
    '站',
    'station',
    '消防站',
    '消防救援站',
    '救援站',
    '站名',
    '站点',
    '中队',
    '所属站',
    '所在站',
    '所属中队',
    '队站',
    '消防站名称',
    '单位',
    '所在单位',
    '所属单位',
    '单位名称',
    '部门',
    'firestation',
    'unit',
  ],
  squad: ['班', 'squad', '班组', '班次', '所属班', '所在班', '班别', '战斗班', '班级', 'team', 'crew'],
  name: ['姓名', 'name', '名字', '人员姓名', '队员姓名', '成员姓名', 'fullname'],
  staff_no: [
    '编号',
    'staffno',
    '工号',
    '人员编号',
    '队员编号',
    '警号',
    '消防员编号',
    '职工编号',
    '员工编号',
    '消防救援衔编号',
    '证件编号',
    'staffnumber',
    'number',
    'no',
    'employeeno',
    'staffid',
  ],
  member_no: [
    '成员编号',
    'memberno',
    '所属队员编号',
    '队员工号',
    '成员工号',
    '家属所属编号',
    '关联编号',
    '关联队员编号',
    '关联成员编号',
    'membernumber',
    'memberid',
  ],
  relation: [
    '关系',
    'relation',
    '与队员关系',
    '与成员关系',
    '家属关系',
    '与本人关系',
    '亲属关系',
    '称谓',
    'relationship',
  ],
  phone: [
    '手机',
    'phone',
    '手机号',
    '手机号码',
    '电话',
    '联系电话',
    '电话号码',
    '联系方式',
    '移动电话',
    '本人电话',
    'mobile',
    'telephone',
    'tel',
    'phoneno',
    'phonenumber',
    'mobilephone',
  ],
  sex: ['性别', 'sex', 'gender'],
  born: [
    '出生年',
    'born',
    '出生年份',
    '出生日期',
    '出生年月',
    '出生年月日',
    '生日',
    '出生',
    'yearofbirth',
    'birthyear',
    'birthday',
    'dateofbirth',
    'dob',
  ],
  post: ['职务', 'post', '岗位', '职位', '担任职务', '现任职务', '职务名称', 'position', 'role', 'duty'],
}

/** Rows at the top in which a header is looked for; title blocks of forms take up to ten. */
const rowsSearched = 40

const byTitle = new Map<string, { field: Field; rank: number }>()
for (const field of fields) {
  for (const [rank, title] of titles[field].entries()) byTitle.set(title, { field, rank })
}

export interface Column {
  readonly at: number
  readonly title: string
  readonly rank: number
}

export interface Header {
  /** Indexes into the grid's rows. */
  readonly from: number
  readonly to: number
  readonly columns: ReadonlyMap<Field, Column>
  /** Titles that mean nothing here. */
  readonly ignored: readonly string[]
  /** Columns passed over because another one of the same meaning has the better word. */
  readonly second: readonly { readonly used: string; readonly unused: string }[]
  /** Two columns of the same title: nobody can know which one is meant. */
  readonly doubled?: { readonly title: string; readonly first: string; readonly second: string }
}

/** The field that a title means, or undefined. */
export function fieldOf(title: string): { field: Field; rank: number } | undefined {
  return byTitle.get(plain(title))
}

function plain(title: string): string {
  return clean(title)
    .toLowerCase()
    .replace(/\(.*?\)|【.*?】|\[.*?\]/g, '')
    .replace(/[\s_*:.\-/、]/g, '')
}

/** The row, or pair of rows, near the top that names most columns; the first of equals. Needs two columns. */
export function findHeader(grid: Grid): Header | undefined {
  let best: Header | undefined
  const rows = grid.rows.slice(0, rowsSearched)
  rows.forEach((row, i) => {
    for (const next of [undefined, rows[i + 1]]) {
      if (next && !mostlyTitles(next)) continue
      const header = headerOf(i, row, next)
      // A title or an empty row on top adds nothing; then the lower row is the header by itself.
      const adds = !next || columnsOf(row) >= 2 || header.columns.size > columnsOf(next)
      if (!adds) continue
      if (header.columns.size >= 2 && header.columns.size > (best?.columns.size ?? 0)) best = header
    }
  })
  return best
}

const columnsOf = (row: GridRow): number => headerOf(0, row, undefined).columns.size

/** A second header row holds titles; a person's row holds hardly any word that is one. */
function mostlyTitles(row: GridRow): boolean {
  const filled = row.cells.filter((cell) => cell.trim() !== '')
  return filled.length > 0 && filled.filter((cell) => fieldOf(cell)).length * 2 >= filled.length
}

/** Reads one row, or a group heading with the row below it: the lower title counts where it means something. */
function headerOf(from: number, top: GridRow, bottom: GridRow | undefined): Header {
  const columns = new Map<Field, Column>()
  const ignored: string[] = []
  const second: { used: string; unused: string }[] = []
  let doubled: Header['doubled']
  const width = Math.max(top.cells.length, bottom?.cells.length ?? 0)
  for (let at = 0; at < width; at++) {
    const found = titleAt(top.cells[at] ?? '', bottom?.cells[at] ?? '')
    if (!found.known) {
      if (found.title !== '') ignored.push(clean(found.title))
      continue
    }
    const column = { at, title: clean(found.title), rank: found.known.rank }
    const other = columns.get(found.known.field)
    if (!other) columns.set(found.known.field, column)
    else if (other.rank === column.rank) {
      doubled ??= { title: column.title, first: columnLetters(other.at), second: columnLetters(at) }
    } else {
      const [used, unused] = other.rank < column.rank ? [other, column] : [column, other]
      columns.set(found.known.field, used)
      second.push({ used: used.title, unused: unused.title })
    }
  }
  return { from, to: bottom ? from + 1 : from, columns, ignored, second, doubled }
}

function titleAt(top: string, bottom: string) {
  for (const title of [bottom, top]) {
    const known = title.trim() === '' ? undefined : fieldOf(title)
    if (known) return { title, known }
  }
  return { title: bottom.trim() === '' ? top : bottom, known: undefined }
}

/** Whether a row below the header says the header once more, as page breaks of printed lists do. */
export function repeatsHeader(row: GridRow, header: Header): boolean {
  let same = 0
  for (const [field, column] of header.columns) {
    const cell = row.cells[column.at] ?? ''
    if (cell.trim() === '') continue
    if (fieldOf(cell)?.field !== field) return false
    same++
  }
  return same >= 2
}
