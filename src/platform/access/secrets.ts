/** Tokens and passwords: made, hashed, compared. */
import { createHash } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { Chance } from '../clock.ts'

/** Argon2id with OWASP's first choice of 19 MiB, two passes, one lane. */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const minimumPasswordLength = 8

export const hashPassword = (password: string): Promise<string> => hash(password, argon)

export const passwordMatches = (stored: string, password: string): Promise<boolean> => verify(stored, password)

/** A bearer secret of 32 random bytes in base64url, and the SHA-256 under which it is stored. */
export function makeToken(chance: Chance, prefix: string): { token: string; hash: Buffer } {
  const token = prefix + chance.bytes(32).toString('base64url')
  return { token, hash: hashToken(token) }
}

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Without letters and digits that are mistaken for each other: 0 O 1 I L. */
const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** A one-time code of eight signs, in two groups: `7KQ2-M4XP`. About 39 bits, with five tries. */
export function makeCode(chance: Chance): string {
  const signs = [...chance.bytes(8)].map((byte) => codeAlphabet[byte % codeAlphabet.length])
  return `${signs.slice(0, 4).join('')}-${signs.slice(4).join('')}`
}

/** One spelling of a code as somebody types it. */
export const codeKey = (code: string): string => code.toUpperCase().replace(/[^0-9A-Z]/g, '')
