/** Opens whichever database the settings name, migrated and connected: what `main.ts` and the command line call. */
import { accessSync, constants, mkdirSync } from 'node:fs'
import type { Config } from '../config.ts'
import { loadKey } from '../key.ts'
import { type ConnectOptions, connect, type Database } from './connect.ts'
import { type Embedded, type EmbeddedOptions, openEmbedded } from './embedded.ts'
import { type DataDirLock, lock } from './lock.ts'
import { migrate } from './migrate.ts'
import { folderProblem } from './problems.ts'

export interface OpenOptions extends ConnectOptions, EmbeddedOptions {
  /** `server` takes the lock on DATA_DIR; `command` joins a running server or starts the database for itself. */
  readonly as: 'server' | 'command'
  /** Folder of the migrations; default the program's own. */
  readonly migrations?: string
  /** How long a server waits for the lock, in milliseconds. */
  readonly patienceMs?: number
}

export interface OpenDatabase {
  readonly database: Database
  /** The installation's key (`KEY_FILE`). */
  readonly key: Buffer
  /** As the owner: migration, backup and restore only. */
  readonly ownerUrl: string
  /** How many migrations were new to it. */
  readonly migrated: number
  /** Ends the connections, stops the embedded database when nobody else uses it, gives the lock back. */
  close(): Promise<void>
}

/** @throws Problem with one sentence for whoever starts the program */
export async function openDatabase(config: Config, options: OpenOptions): Promise<OpenDatabase> {
  const tell = options.tell ?? (() => {})
  makeFolder(config.dataDir)
  const held = options.as === 'server' ? await lock(config.dataDir, options.patienceMs) : undefined
  let embedded: Embedded | undefined
  try {
    const key = loadKey(config.keyFile)
    if (!config.databaseUrl)
      embedded = await openEmbedded(config.dataDir, { ...options, joins: options.as === 'command' })
    if (embedded?.note) tell(embedded.note)
    const ownerUrl = config.databaseUrl ?? embedded!.ownerUrl
    const migrating = { zh: '数据库：正在升级', en: 'Database: migrating' }
    const onShare = (share: number) => options.onProgress?.(migrating, share)
    const fresh = await migrate(ownerUrl, key, options.migrations, onShare)
    if (fresh.length > 0 && !options.onProgress)
      tell({ zh: `数据库已升级 ${fresh.length} 步`, en: `Database migrated, ${fresh.length} steps` })
    const database = connect(ownerUrl, key, options)
    const close = async () => {
      await database.close()
      await leave(embedded, held)
    }
    return { database, key, ownerUrl, migrated: fresh.length, close }
  } catch (error) {
    await leave(embedded, held)
    throw error
  }
}

function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true })
    accessSync(dir, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw folderProblem(error, dir)
  }
}

async function leave(embedded: Embedded | undefined, held: DataDirLock | undefined): Promise<void> {
  if (embedded) await embedded.leave(held)
  else await held?.release()
}
