/** Keeps bytes under their digest in DATA_DIR/files: written whole and flushed before anybody is told of them. */
import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Problem } from '../problems.ts'
import { fileProblems } from './problems.ts'

/** Two levels of folders, so that none holds more than some thousand files. */
export const pathOf = (dataDir: string, digest: string): string =>
  join(dataDir, 'files', digest.slice(0, 2), digest.slice(2, 4), digest)

export const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Stores the bytes; the same bytes are stored once. `mark` tells two writers of the same bytes apart. */
export async function keep(dataDir: string, digest: string, bytes: Buffer, mark: string): Promise<void> {
  const path = pathOf(dataDir, digest)
  const draft = `${path}.${mark}.new`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(draft, 'w', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
    await flushFolder(dirname(path))
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
    if (/^(ENOSPC|EDQUOT)$/.test((error as NodeJS.ErrnoException).code ?? ''))
      throw new Problem(fileProblems['disk-full-for-files'])
    throw error
  }
}

/** A name that was made is on disk only when its folder is. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export const bytesOf = (dataDir: string, digest: string): Promise<Buffer> => readFile(pathOf(dataDir, digest))

export const removeBytes = (dataDir: string, digest: string): Promise<void> =>
  rm(pathOf(dataDir, digest), { force: true })
