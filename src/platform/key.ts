/** The installation's key: made once, kept outside database and backups, and the source of every other secret. */
import { hkdfSync, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { defineProblems, Problem } from './problems.ts'

export const keyProblems = defineProblems({
  'key-unreadable': [
    500,
    {
      zh: '密钥文件 {path} 读不出来（{why}），请检查它的归属和权限，或改 KEY_FILE。',
      en: 'The key file {path} cannot be read ({why}). Please check its owner and mode, or set KEY_FILE.',
    },
  ],
  'key-wrong': [
    500,
    {
      zh: '{path} 不是有效的密钥文件：应为 64 个十六进制字符（32 字节）。请放回原来的密钥文件。',
      en: '{path} is not a key file: it should hold 64 hexadecimal digits (32 bytes). Please put the original key file back.',
    },
  ],
  'key-unwritable': [
    500,
    {
      zh: '首次启动要生成密钥文件 {path}，但写不进去（{why}）。请把 KEY_FILE 指到可写的位置。',
      en: 'The first start makes the key file {path}, but it cannot be written ({why}). Please point KEY_FILE to a writable place.',
    },
  ],
})

const KEY_BYTES = 32
const errorCode = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

/**
 * Writes a file that only its owner may read, whole or not at all, unless it is there already.
 * Two programs at once agree on the content of the one that came first.
 * @returns true when this call made the file
 */
export function createSecretFile(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}.new`
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(draft, 'w', 0o600)
  try {
    writeSync(file, content)
    fsyncSync(file)
    linkSync(draft, path)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    closeSync(file)
    unlinkSync(draft)
  }
}

/**
 * Reads the key at `path`; makes it on the first start (32 random bytes, mode 0600, written as 64 hexadecimal digits
 * so that it can be copied to another node or into a safe). A file of 32 raw bytes is taken too.
 * @throws Problem `key-unreadable`, `key-wrong`, `key-unwritable`
 */
export function loadKey(path: string): Buffer {
  const found = readKey(path)
  if (found) return found
  try {
    createSecretFile(path, `${randomBytes(KEY_BYTES).toString('hex')}\n`)
  } catch (error) {
    throw new Problem(keyProblems['key-unwritable'], { path, why: errorCode(error) })
  }
  return readKey(path)!
}

function readKey(path: string): Buffer | undefined {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw new Problem(keyProblems['key-unreadable'], { path, why: errorCode(error) })
  }
  if (bytes.length === KEY_BYTES) return bytes
  const text = bytes.toString('latin1').trim()
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  throw new Problem(keyProblems['key-wrong'], { path })
}

/** A key of 32 bytes for one purpose (HKDF-SHA256), so that a leak of one says nothing of another. */
export function deriveKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `muster/${purpose}`, 32))
}
