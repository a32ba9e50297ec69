/** Takes a photo small enough for a slow network, and sends it before the report that names it. */
import { post } from './api.ts'

/** Pixels of the longer side: a label on a bottle can still be read. */
const side = 1600
const quality = 0.8
/** Milliseconds after which the very file is sent: some browsers never finish a canvas. */
const patienceMs = 8000

/** The photo made smaller where the browser can; the very file where it cannot. The server re-encodes it in any case. */
export function smaller(file: Blob): Promise<Blob> {
  return new Promise((resolve) => {
    const canvas = document.createElement('canvas')
    const context = canvas.getContext?.('2d')
    const makes = window.URL?.createObjectURL
    if (!context || !makes || !canvas.toBlob || !/^image\//.test(file.type)) return resolve(file)
    const url = window.URL.createObjectURL(file)
    const image = new Image()
    const timer = setTimeout(() => done(null), patienceMs)
    const done = (blob: Blob | null) => {
      clearTimeout(timer)
      window.URL.revokeObjectURL(url)
      resolve(blob && blob.size < file.size ? blob : file)
    }
    image.onerror = () => done(null)
    image.onload = () => {
      const scale = Math.min(1, side / Math.max(image.naturalWidth, image.naturalHeight))
      canvas.width = Math.round(image.naturalWidth * scale)
      canvas.height = Math.round(image.naturalHeight * scale)
      context.drawImage(image, 0, 0, canvas.width, canvas.height)
      canvas.toBlob(done, 'image/jpeg', quality)
    }
    image.src = url
  })
}

/** @returns the photo's id for the answers */
export async function sendPhoto(file: Blob): Promise<string> {
  return (await post<{ id: string }>('/api/files', await smaller(file))).id
}
