/** The reader of QR codes agrees with the library that draws them, on codes of several sizes, and sees what was changed. */
import qrcode from 'qrcode'
import { describe, expect, test } from 'vitest'
import { type Modules, readQr } from './qr.ts'

function drawn(text: string): boolean[][] {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  return Array.from({ length: modules.size }, (_, r) =>
    Array.from({ length: modules.size }, (_, c) => Boolean(modules.get(r, c))),
  )
}

describe('a QR code read back', () => {
  test.each([
    'a',
    'https://tongzhou.example/r/EZ3sQk1fRxu1nL9mYtq0ZQ7Jv2c4pXoWbM8uA5dKfHgS',
    '0123456789012345678901234567890',
    'HTTPS://TONGZHOU.EXAMPLE/R/ABC',
    `长一些的中文：${'松岭站'.repeat(12)}`,
    'x'.repeat(200),
  ])('%s', (text) => {
    expect(readQr(drawn(text))).toBe(text)
  })

  test('one wrong module is another text', () => {
    const modules = drawn('https://tongzhou.example/r/one')
    const last = modules.length - 1
    modules[last - 3]![last] = !modules[last - 3]![last]
    expect(readQr(modules as Modules)).not.toBe('https://tongzhou.example/r/one')
  })
})
