/** The token of an access link: it names its subject and proves itself by the key, so that nothing secret is stored. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKey } from '#platform/key.ts'

export type LinkKind = 'person' | 'household'

/** Whom a token names. Nothing is proven until `proves` says so. */
export interface LinkClaim {
  readonly kind: LinkKind
  /** UUID of the person or household. */
  readonly id: string
  /** The 16 bytes that prove it. */
  readonly proof: Buffer
}

/** First byte: the layout's version in the upper half, so that a later layout can be told apart, the kind in the lower. */
const firstByte: Record<LinkKind, number> = { person: 0x11, household: 0x12 }
const kindOf = new Map(Object.entries(firstByte).map(([kind, byte]) => [byte, kind as LinkKind]))
const idBytes = 16
/** 128 bits cannot be guessed, and keep the QR code at a size that an old camera reads from a worn card. */
const proofBytes = 16
const tokenBytes = 1 + idBytes + proofBytes

/** The key of links, derived from the installation's key. */
export const linkKey = (installationKey: Buffer): Buffer => deriveKey(installationKey, 'links')

function proofOf(key: Buffer, kind: LinkKind, id: string, generation: number): Buffer {
  return createHmac('sha256', key).update(`${kind}|${id}|${generation}`).digest().subarray(0, proofBytes)
}

const uuidBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The token (44 signs of base64url) of a link in one generation. `key` comes from `linkKey`. */
export function makeLinkToken(key: Buffer, kind: LinkKind, id: string, generation: number): string {
  const lower = id.toLowerCase()
  return Buffer.concat([Buffer.of(firstByte[kind]), uuidBytes(lower), proofOf(key, kind, lower, generation)]).toString(
    'base64url',
  )
}

/** Whom a token names; undefined where it does not have a token's shape. */
export function readLinkToken(token: string): LinkClaim | undefined {
  if (!/^[A-Za-z0-9_-]{44}$/.test(token)) return undefined
  const bytes = Buffer.from(token, 'base64url')
  const kind = kindOf.get(bytes[0]!)
  if (bytes.length !== tokenBytes || !kind) return undefined
  return { kind, id: uuidText(bytes.subarray(1, 1 + idBytes)), proof: bytes.subarray(1 + idBytes) }
}

/** Whether the claim was made with the key for this generation; takes the same time whatever is wrong. */
export function proves(key: Buffer, claim: LinkClaim, generation: number): boolean {
  return timingSafeEqual(claim.proof, proofOf(key, claim.kind, claim.id, generation))
}
