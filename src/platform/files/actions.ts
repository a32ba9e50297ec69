/** Photos: taken in, shown, and those that nothing names thrown away. */
import { type Actor, can } from '../access/actor.ts'
import { defineEvent } from '../hooks.ts'
import { Problem, problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { type Context, systemContext, type Work, work } from '../work.ts'
import { bytesOf, digestOf, keep, removeBytes } from './disk.ts'
import { cleanPicture } from './picture.ts'
import { deleteFiles, fileById, insertFile, markUsed, unusedFiles } from './store.ts'

/** What files ask of the organisation, which lies above the platform. */
export interface Directory {
  pathOf(unitId: string): string | undefined
  readonly subjects: {
    byId(kind: 'person' | 'household', id: string): Promise<{ readonly unit: { readonly id: string } } | undefined>
  }
}

/**
 * Files that are about to be thrown away because nothing was known to name them. A listener that knows better takes the
 * id out of `ids`: the report that names a file is written on another way, and must not lose its photo to a crash between.
 */
export const filesExpiring = defineEvent<{ ids: Set<string>; oldest: Date; owners: ReadonlySet<string> }>(
  'files.expiring',
)

export interface StoredFile {
  readonly id: string
  readonly width: number
  readonly height: number
}

/** Whose file it is: the person or household where there is one, else the account or token. */
function ownerOf(actor: Actor): { kind: string; id: string } {
  if (actor.personId) return { kind: 'person', id: actor.personId }
  if (actor.householdId) return { kind: 'household', id: actor.householdId }
  return { kind: actor.kind, id: actor.id! }
}

async function unitOf(actor: Actor, directory: Directory): Promise<string | null> {
  const own = actor.personId
    ? await directory.subjects.byId('person', actor.personId)
    : actor.householdId
      ? await directory.subjects.byId('household', actor.householdId)
      : undefined
  return own?.unit.id ?? actor.grants[0]?.unitId ?? null
}

/** Cleans and stores a photo; on disk before it returns. */
export async function storePhoto(context: Context, directory: Directory, input: Buffer): Promise<StoredFile> {
  const picture = await cleanPicture(input)
  const unit_id = await unitOf(context.actor, directory)
  const digest = digestOf(picture.bytes)
  const { config } = context.services
  return work(context, async (w) => {
    const id = w.id()
    await keep(config.dataDir, digest, picture.bytes, id)
    const owner = ownerOf(context.actor)
    await insertFile(w.tx, {
      id,
      digest,
      media_type: 'image/jpeg',
      owner_kind: owner.kind,
      owner_id: owner.id,
      unit_id,
      bytes: picture.bytes.length,
      width: picture.width,
      height: picture.height,
      created_at: w.now,
    })
    return { id, width: picture.width, height: picture.height }
  })
}

/** A photo for its owner, or for those who may see reports at its unit. Anybody else learns nothing of it. */
export async function readPhoto(
  context: Context,
  directory: Directory,
  id: string,
): Promise<{ bytes: Buffer; type: string }> {
  const missing = new Problem(problems['not-found'], { what: '这张照片' })
  const row = await work(context, (w) => fileById(w.tx, id))
  if (!row) throw missing
  const owner = context.actor.kind === 'nobody' ? undefined : ownerOf(context.actor)
  const path = row.unit_id === null ? undefined : directory.pathOf(row.unit_id)
  const allowed = owner?.id === row.owner_id || (path !== undefined && can(context.actor, 'report.read', path))
  if (!allowed) throw missing
  return { bytes: await bytesOf(context.services.config.dataDir, row.digest), type: row.media_type }
}

/** Hours after which a photo that no report names goes: a phone off line for a day still finds its photo. */
const unusedHours = 48
const atOnce = 500

/** Throws away photos that nothing names. Safe twice, and on several nodes at once. */
export async function sweepFiles(services: Services): Promise<void> {
  const digests = await work(systemContext(services), async (w) => expire(w))
  for (const digest of digests) await removeBytes(services.config.dataDir, digest)
}

async function expire(w: Work): Promise<string[]> {
  const before = new Date(w.now.getTime() - unusedHours * 3_600_000)
  const rows = await unusedFiles(w.tx, before, atOnce)
  if (rows.length === 0) return []
  const all = rows.map((row) => row.id)
  const ids = new Set(all)
  await w.announce(filesExpiring, {
    ids,
    oldest: rows[0]!.created_at,
    owners: new Set(rows.map((row) => row.owner_id)),
  })
  const named = all.filter((id) => !ids.has(id))
  if (named.length > 0) await markUsed(w.tx, named, w.now)
  return ids.size > 0 ? deleteFiles(w.tx, [...ids]) : []
}
