/** Photos and other evidence: copied with the backup, put back with the restore. */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { errorCode } from '../database/problems.ts'
import { evidenceFile, type FileEntry } from './manifest.ts'
import { meter } from './stream.ts'

export const filesFolder = (dataDir: string): string => join(dataDir, 'files')

async function namesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

async function copyMeasured(from: string, to: string): Promise<{ bytes: number; sha256: string }> {
  await mkdir(dirname(to), { recursive: true })
  const { stream, result } = meter()
  await pipeline(createReadStream(from), stream, createWriteStream(to, { flags: 'wx', flush: true, mode: 0o600 }))
  return result()
}

/** Copies every file of the installation. One that retention removes meanwhile is left out. */
export async function backupFiles(dataDir: string, dir: string): Promise<FileEntry[]> {
  const folder = filesFolder(dataDir)
  const entries: FileEntry[] = []
  for (const name of await namesBelow(folder)) {
    try {
      entries.push({ name, ...(await copyMeasured(join(folder, name), evidenceFile(dir, name))) })
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error
    }
  }
  return entries
}

/** Copies a backup's files beside the installation's. @returns what puts them in place, once the database has committed */
export async function stageFiles(dir: string, dataDir: string, files: readonly FileEntry[]) {
  const folder = filesFolder(dataDir)
  const draft = `${folder}.restore`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  for (const { name } of files) await copyMeasured(evidenceFile(dir, name), join(draft, name))
  return {
    async take(): Promise<void> {
      const old = `${folder}.before-restore`
      await rm(old, { recursive: true, force: true })
      await rename(folder, old).catch((error) => {
        if (errorCode(error) !== 'ENOENT') throw error
      })
      await rename(draft, folder)
      await rm(old, { recursive: true, force: true })
    },
    leave: () => rm(draft, { recursive: true, force: true }),
  }
}
