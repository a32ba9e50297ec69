/** The head of the chain: number and digest of the newest seal, as they are printed on boards and bulletins. */
import type { Kysely } from 'kysely'
import type { DB } from '../database/types.generated.ts'
import { defineProblems, Problem } from '../problems.ts'

export interface Head {
  readonly no: number
  readonly at: Date
  readonly algorithm: string
  /** Hexadecimal. */
  readonly digest: string
}

/** The newest seal; undefined before the first one. */
export async function auditHead(db: Kysely<DB>): Promise<Head | undefined> {
  const row = await db
    .selectFrom('audit_seal')
    .select(['no', 'at', 'algorithm', 'digest'])
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { no: Number(row.no), at: row.at, algorithm: row.algorithm, digest: row.digest.toString('hex') }
}

/** A head as somebody holds it on paper. A digest may be shortened to its first 16 digits. */
export interface PrintedHead {
  readonly no: number
  readonly digest: string
}

export const headProblems = defineProblems({
  'head-unreadable': [
    422,
    {
      zh: '“{head}”不是封印号和摘要：请照打印件写成“号:摘要”，摘要至少抄前 16 位，例如 128:9f2c4b7a01d3e85c。',
      en: '“{head}” is not a seal’s number and digest. Please write them as printed, NO:DIGEST, with at least the first 16 digits, for example 128:9f2c4b7a01d3e85c.',
    },
  ],
})

/** Reads `128:9f2c…` as copied from paper; spaces and upper case do not matter. @throws Problem `head-unreadable` */
export function parseHead(text: string): PrintedHead {
  const match = /^(\d{1,15})[:：]([0-9a-f]{16,64})$/.exec(text.replace(/[\s·]/g, '').toLowerCase())
  if (!match) throw new Problem(headProblems['head-unreadable'], { head: text })
  return { no: Number(match[1]), digest: match[2]! }
}

/** How a head is printed. */
export const printHead = (head: PrintedHead): string => `${head.no}:${head.digest}`
