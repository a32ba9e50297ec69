/** Why a whole file is refused: one clear sentence each, with what to do next. */
import { defineProblems, Problem, type ProblemKind } from '#platform/problems.ts'
import type { TextParams } from '#platform/texts.ts'
import type { Fault } from './model.ts'

/** Largest file that is read, in bytes. A roster of 200,000 rows has about 20 MB. */
export const maxFileBytes = 30 * 1024 * 1024
/** Most rows that are read: twenty times the largest detachment. */
export const maxRows = 200_000

export const rosterProblems = defineProblems({
  'roster-empty': [
    422,
    {
      zh: '文件是空的，里面没有人员。请另选一个文件。',
      en: 'The file is empty; there is nobody in it. Please choose another file.',
    },
  ],
  'roster-too-large': [
    413,
    {
      zh: '文件有 {size} MB，最多能读 30 MB。请删去图片或按大队分成几个文件。',
      en: 'The file has {size} MB; up to 30 MB can be read. Please remove pictures or split it by brigade.',
    },
  ],
  'roster-too-many-rows': [
    413,
    {
      zh: '文件超过 200,000 行，请按支队分成几个文件。',
      en: 'The file has more than 200,000 rows. Please split it by detachment.',
    },
  ],
  'roster-too-heavy': [
    422,
    {
      zh: '这个文件读起来太占内存或时间，读到一半停下了。请删去图片、空行和多余的工作表，或按大队分成几个文件，再试一次。',
      en: 'Reading this file took too much memory or time, so it was stopped half-way. Please remove pictures, empty rows and other worksheets, or split it by brigade, and try again.',
    },
  ],
  'roster-old-xls': [
    422,
    {
      zh: '这是旧格式 .xls。请在 Excel 或 WPS 里打开，另存为 .xlsx，再拖进来。',
      en: 'This is the old format .xls. Please open it in Excel or WPS, save it as .xlsx, and choose that file.',
    },
  ],
  'roster-password': [
    422,
    {
      zh: '文件加了密码，打不开。请在 Excel 里去掉密码，另存一份再拖进来。',
      en: 'The file is protected by a password and cannot be opened. Please remove the password in Excel, save a copy and choose that.',
    },
  ],
  'roster-not-a-sheet': [
    422,
    {
      zh: '这个文件不是花名册表格，像是{what}。请用 .xlsx 或 .csv 文件。',
      en: 'This file is not a sheet; it looks like {whatEn}. Please use an .xlsx or .csv file.',
    },
  ],
  'roster-other-sheet': [
    422,
    {
      zh: '这是{what}，还读不了。请打开后另存为 .xlsx，再拖进来。',
      en: 'This is {whatEn}, which cannot be read. Please open it, save it as .xlsx, and choose that file.',
    },
  ],
  'roster-damaged': [
    422,
    {
      zh: '文件损坏，没能读完。请在 Excel 里打开看看，另存一份再拖进来。',
      en: 'The file is damaged and could not be read to the end. Please open it in Excel, save a copy and choose that.',
    },
  ],
  'roster-unknown-encoding': [
    422,
    {
      zh: '认不出文件的文字编码。请在 Excel 里另存为“CSV UTF-8”，或者直接用 .xlsx。',
      en: 'The encoding of the text is not one we know. Please save it as "CSV UTF-8" in Excel, or use .xlsx.',
    },
  ],
  'roster-open-quote': [
    422,
    {
      zh: '第 {row} 行起有一个引号没有配对，后面的内容分不清列。请改好这一行。',
      en: 'From row {row} on a quotation mark is not closed, so the columns after it cannot be told apart. Please correct that row.',
    },
  ],
  'roster-no-header': [
    422,
    {
      zh: '没有找到表头。表头要有“支队”“姓名”“编号”这几列；文件开头写的是：{found}。',
      en: 'No header row was found. It needs the columns detachment, name and staff_no; the file begins with: {found}.',
    },
  ],
  'roster-missing-columns': [
    422,
    {
      zh: '{where}里缺 {missing} 这{count}列。已有的列：{found}。',
      en: 'In {whereEn} these columns are missing ({count}): {missingEn}. Columns found: {found}.',
    },
  ],
  'roster-doubled-column': [
    422,
    {
      zh: '有两列都叫“{title}”（{first} 列和 {second} 列），不知道该用哪一列。请改掉其中一个表头。',
      en: 'Two columns are called "{title}" ({first} and {second}), so it is not clear which one to use. Please rename one.',
    },
  ],
})

/** A refusal with its places filled. */
export function fault(kind: ProblemKind, params: TextParams = {}): Fault {
  return new Problem(kind, params)
}

/** Tells a refusal from a result. */
export function isFault(value: unknown): value is Fault {
  return value instanceof Problem
}
