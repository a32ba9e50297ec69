/** Documents are set in Chinese with the fonts that npm brings, by a child that is renewed, and say what is wrong with a template. */
import { afterAll, describe, expect, test } from 'vitest'
import { Documents } from './documents.ts'
import { fontFolders } from './fonts.ts'
import { qrSvg } from './qr.ts'

const documents = new Documents({ dataDir: '/nowhere' })
afterAll(() => documents.close())

const template = `#let data = json(bytes(sys.inputs.data))
#set page(width: 80mm, height: 60mm, numbering: (n, ..) => str(n))
#set text(font: ("Noto Sans S Chinese", "Noto Serif SC"))
#data.name #image(bytes(data.qr), format: "svg", width: 20mm)`

describe('documents', () => {
  test('both Chinese families are found', () => {
    expect(fontFolders('/nowhere')).toHaveLength(4)
  })

  test('Chinese and a QR code become a PDF that holds its font', async () => {
    const pdf = await documents.renderPdf({
      template,
      data: { name: '孙伟强家', qr: qrSvg('https://muster.example.org/r/abc') },
    })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.toString('latin1')).toMatch(/\/BaseFont \/[A-Z]{6}\+NotoSansHans/)
  })

  test('several at once keep apart', async () => {
    const made = await Promise.all(
      [1, 2, 3].map((n) => documents.renderPdf({ template: '#pagebreak()\n'.repeat(n), data: {} })),
    )
    const pages = made.map((pdf) => /\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1])
    expect(pages).toEqual(['2', '3', '4'])
  })

  test('a wrong template is refused with what the compiler says, and the next document is made', async () => {
    await expect(documents.renderPdf({ template: '#nothing()', data: {} })).rejects.toThrow(/unknown variable: nothing/)
    expect((await documents.renderPdf({ template: 'a', data: {} })).length).toBeGreaterThan(500)
  })

  test('it goes on past the number after which the child is renewed', async () => {
    const lengths = []
    for (let n = 0; n < 205; n++) lengths.push((await documents.renderPdf({ template: 'a', data: {} })).length)
    expect(lengths.every((length) => length > 500)).toBe(true)
  })
})
