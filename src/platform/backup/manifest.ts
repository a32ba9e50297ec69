/** The manifest of a backup: what it holds, digested; written last, so that an interrupted backup has none. */
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deriveKey } from '../config.ts'
import { errorCode } from '../database/problems.ts'
import { Problem } from '../problems.ts'
import { backupProblems } from './problems.ts'
import type { Measured } from './stream.ts'
import type { Sequence } from './tables.ts'

export interface TableEntry extends Measured {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: number
}

export interface FileEntry extends Measured {
  /** Path below the folder of files, with slashes. */
  readonly name: string
}

export interface Manifest {
  readonly format: 1
  readonly made_at: string
  readonly program: string
  readonly postgres: string
  readonly migrations: readonly string[]
  /** Tells whether a key is the one of this backup, without giving it away. */
  readonly key_mark: string
  readonly tables: readonly TableEntry[]
  readonly sequences: readonly Sequence[]
  readonly months: { readonly first: string; readonly last: string } | null
  readonly seal: { readonly no: number; readonly digest: string } | null
  readonly files: readonly FileEntry[]
}

const manifestFile = 'manifest.json'
const digestFile = 'manifest.sha256'

export const keyMark = (key: Buffer): string => deriveKey(key, 'backup key mark').toString('hex')

export const tableFile = (dir: string, table: string): string => join(dir, 'tables', `${table}.copy.zst`)
export const evidenceFile = (dir: string, name: string): string => join(dir, 'files', name)

/** @returns the digest of the manifest, which stands for the whole backup */
export async function writeManifest(dir: string, manifest: Manifest): Promise<string> {
  const text = `${JSON.stringify(manifest, null, 1)}\n`
  const digest = createHash('sha256').update(text).digest('hex')
  await writeFile(join(dir, manifestFile), text, { flag: 'wx', flush: true, mode: 0o600 })
  await writeFile(join(dir, digestFile), `${digest}  ${manifestFile}\n`, { flag: 'wx', flush: true, mode: 0o600 })
  return digest
}

/** @throws Problem `backup-not-there`, `backup-damaged` */
export async function readManifest(dir: string): Promise<{ manifest: Manifest; digest: string }> {
  const read = (file: string) =>
    readFile(join(dir, file), 'utf8').catch((error) => {
      throw new Problem(backupProblems['backup-not-there'], { dir, why: `${file} ${errorCode(error)}` })
    })
  const text = await read(manifestFile)
  const stated = (await read(digestFile)).slice(0, 64)
  const digest = createHash('sha256').update(text).digest('hex')
  if (digest !== stated) throw damaged('sha256')
  const manifest = JSON.parse(text) as Manifest
  if (manifest.format !== 1) throw damaged(`format ${manifest.format}`)
  return { manifest, digest }
}

const damaged = (why: string): Problem => new Problem(backupProblems['backup-damaged'], { file: manifestFile, why })
