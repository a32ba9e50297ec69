/** Re-encodes a photo: upright, no larger than needed, and without what the camera wrote into it (place, time, device). */
import sharp from 'sharp'
import { Problem } from '../problems.ts'
import { fileProblems } from './problems.ts'

export interface Picture {
  readonly bytes: Buffer
  readonly width: number
  readonly height: number
}

/** Pixels of the longer side: a label on a bottle can still be read. */
const longestSide = 2000
/** A picture of more pixels is a trap, not a photo: 100 megapixels take 400 MB to open. */
const mostPixels = 100_000_000

/** What cameras write. An SVG is a program, a PDF a document: neither is opened. */
const photoFormats = ['jpeg', 'png', 'webp', 'heif', 'gif', 'tiff']

/** @throws Problem `photo-empty`, `photo-unreadable`, `photo-no-format` */
export async function cleanPicture(input: Buffer): Promise<Picture> {
  if (input.length === 0) throw new Problem(fileProblems['photo-empty'])
  const heic = isHeic(input)
  try {
    const image = sharp(input, { limitInputPixels: mostPixels, failOn: 'error' })
    const { format } = await image.metadata()
    if (!photoFormats.includes(format ?? '')) throw new Problem(fileProblems['photo-unreadable'])
    const { data, info } = await image
      .rotate()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82, mozjpeg: true })
      .toBuffer({ resolveWithObject: true })
    return { bytes: data, width: info.width, height: info.height }
  } catch {
    // sharp's prebuilt library opens AVIF, but not the HEVC that iPhones write.
    if (heic) throw new Problem(fileProblems['photo-no-format'], { format: 'HEIC' })
    throw new Problem(fileProblems['photo-unreadable'])
  }
}

/** ISO base media with one of HEIF's brands. */
function isHeic(bytes: Buffer): boolean {
  return (
    bytes.toString('latin1', 4, 8) === 'ftyp' && /^(hei[cxms]|hev[cx]|mif1|msf1)$/.test(bytes.toString('latin1', 8, 12))
  )
}
