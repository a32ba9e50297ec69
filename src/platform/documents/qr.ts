/** QR codes as small SVG pictures. */
import qrcode from 'qrcode'

/**
 * A QR code (level M: readable with 15 % of it worn off) with the quiet zone of four modules that the standard asks for,
 * as an SVG of one path, black on nothing.
 */
export function qrSvg(text: string): string {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  const quiet = 4
  const size = modules.size + 2 * quiet
  let path = ''
  for (let y = 0; y < modules.size; y++) {
    let x = 0
    while (x < modules.size) {
      let run = 0
      while (x + run < modules.size && modules.get(y, x + run)) run++
      if (run > 0) path += `M${x + quiet} ${y + quiet}h${run}v1h-${run}z`
      x += Math.max(1, run)
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path d="${path}"/></svg>`
}
