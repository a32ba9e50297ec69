/** Publishes figures: keeps their digest with the head of the audit's chain, so that a paper can be compared later. */

import type { Core } from '#core/core.ts'
import { type Actor, can, holds } from '#platform/access/actor.ts'
import { auditHead } from '#platform/audit/head.ts'
import { Problem } from '#platform/problems.ts'
import { type Context, type Work, work } from '#platform/work.ts'
import { digestAlgorithm, digestOf } from './canonical.ts'
import { type AskedList, recount } from './recount.ts'
import { boardProblems, type FoundPaper, type Published } from './schema.ts'
import { insertPublished, type PublishedRow, publishedByDigest } from './store-published.ts'
import { shown } from './where.ts'

export interface Publication {
  /** What it is: `board.print`, `board.xlsx`, `list.print` … */
  readonly kind: string
  readonly unitId: string | null
  readonly detachmentId: string | null
  /** Local day; null where it is not about one. */
  readonly day: string | null
  readonly asOf: Date
  /** The figures themselves; their canonical JSON is digested. */
  readonly figures: unknown
  /** What was asked for, so that it can be asked again; goes into the audit. */
  readonly of?: AskedList
}

/** Stores what is published and returns it as it is printed. Audited. */
export async function publish(w: Work, core: Core, p: Publication): Promise<Published> {
  const head = await auditHead(w.tx)
  const row: PublishedRow = {
    id: w.id(),
    at: w.now,
    kind: p.kind,
    unit_id: p.unitId,
    day: p.day,
    as_of: p.asOf,
    seal_no: head?.no ?? null,
    seal_digest: head ? Buffer.from(head.digest, 'hex') : null,
    algorithm: digestAlgorithm,
    digest: digestOf(p.figures),
    by_id: w.actor.id,
  }
  await insertPublished(w.tx, row)
  w.audit({
    action: 'figures.published',
    detachmentId: p.detachmentId,
    unitId: p.unitId,
    subjectKind: 'published',
    subjectId: row.id,
    detail: {
      kind: p.kind,
      day: p.day,
      algorithm: digestAlgorithm,
      digest: row.digest.toString('hex'),
      ...(p.of && { of: p.of }),
    },
  })
  return publishedOf(row, core)
}

/**
 * What was published under a digest, as copied from a paper (its first 16 digits are enough), and whether the figures
 * of that instant, worked out again from what is stored now, give the same.
 * @throws no-such-paper
 */
export async function findPublished(context: Context, core: Core, digest: string): Promise<FoundPaper[]> {
  const wanted = digest.replace(/[\s·-]/g, '').toLowerCase()
  const good = /^[0-9a-f]{16,64}$/.test(wanted) && wanted.length % 2 === 0
  return work(context, async (w) => {
    const found = good ? await publishedByDigest(w.tx, wanted) : []
    const papers: FoundPaper[] = []
    for (const row of found.filter((row) => maySee(context.actor, core, row))) {
      papers.push({ ...publishedOf(row, core), now: await recount(w, core, row) })
    }
    if (papers.length === 0) throw new Problem(boardProblems['no-such-paper'])
    return papers
  })
}

/** Whoever may read the board there, or audits, may compare its papers. */
function maySee(actor: Actor, core: Core, row: PublishedRow): boolean {
  const path = row.unit_id === null ? undefined : core.organisation.pathOf(row.unit_id)
  return path === undefined
    ? holds(actor, 'audit.read')
    : can(actor, 'board.read', path) || can(actor, 'audit.read', path)
}

function publishedOf(row: PublishedRow, core: Core): Published {
  const unit = row.unit_id === null ? undefined : core.organisation.tree.get(row.unit_id)
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    unit: unit ? shown(unit) : null,
    day: row.day,
    as_of: row.as_of.toISOString(),
    algorithm: row.algorithm,
    digest: row.digest.toString('hex'),
    seal_no: row.seal_no,
    seal_digest: row.seal_digest?.toString('hex') ?? null,
  }
}
