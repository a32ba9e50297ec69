/** Streams of a backup: bytes counted and digested on their way, compressed with zstd. */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { type Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'

export interface Measured {
  readonly bytes: number
  /** Hexadecimal, over the bytes before compression. */
  readonly sha256: string
}

/** Counts and digests what passes through. */
export function meter(): { stream: Transform; result(): Measured } {
  const hash = createHash('sha256')
  let bytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  return { stream, result: () => ({ bytes, sha256: hash.digest('hex') }) }
}

/** Writes a stream compressed to a new file that is on disk when this resolves. */
export async function writeCompressed(source: Readable, path: string): Promise<Measured> {
  const { stream, result } = meter()
  await pipeline(
    source,
    stream,
    createZstdCompress(),
    createWriteStream(path, { flags: 'wx', flush: true, mode: 0o600 }),
  )
  return result()
}

/** Reads a compressed file into `target`, measuring what comes out. */
export async function readCompressed(path: string, target: Writable): Promise<Measured> {
  const { stream, result } = meter()
  await pipeline(createReadStream(path), createZstdDecompress(), stream, target)
  return result()
}

/** Measures a stream and throws its bytes away. */
export async function measure(source: Readable): Promise<Measured> {
  const { stream, result } = meter()
  await pipeline(source, stream, nowhere())
  return result()
}

export const nowhere = (): Writable =>
  new Writable({
    write(_chunk, _encoding, done) {
      done()
    },
  })
