/** `links`: access cards of a unit and all below it, as CSV on standard output and as a sheet of QR cards in a file. */
import { writeFile } from 'node:fs/promises'
import { errorCode } from '#platform/database/problems.ts'
import { defineProblems, Problem } from '#platform/problems.ts'
import { systemContext, work } from '#platform/work.ts'
import { unitNamed, unitOption } from '../units.ts'
import { type Cli, textOf, type Verb } from '../verb.ts'

export const linksVerbProblems = defineProblems({
  'links-file-unwritable': [
    500,
    { zh: '文件 {path} 写不进去（{why}）。', en: 'The file {path} cannot be written ({why}).' },
  ],
})

export const links: Verb = {
  name: 'links',
  summary: {
    zh: '取队员和家庭的填报链接（CSV），或印成二维码卡（PDF）',
    en: 'member and household links as CSV, or as QR cards in PDF',
  },
  options: {
    unit: { ...unitOption, required: true },
    pdf: {
      value: 'FILE',
      text: { zh: '另把二维码卡写进这个 PDF 文件', en: 'also write a sheet of QR cards to this PDF file' },
    },
    replace: {
      text: {
        zh: '全部换新，以前印的卡和链接即刻作废',
        en: 'renew them all: cards and links handed out before stop working',
      },
    },
  },
  async run(cli, args) {
    const { printLinks } = await import('#core/organisation/links/actions.ts')
    const { cardsCsv } = await import('#core/organisation/links/cards.ts')
    const core = await cli.installation.core()
    const unit = unitNamed(core, textOf(args, 'unit')!)
    const pdf = textOf(args, 'pdf')
    const cards = await work(systemContext(core.services), (w) =>
      printLinks(w, core.organisation, unit, { replace: args.options.replace === true, as: pdf ? 'pdf' : 'csv' }),
    )
    if (pdf) await writePdf(cli, cli.path(pdf), cards)
    return {
      json: cards.map((card) => ({ ...card, unit: card.unit.fullName })),
      lines: [[...cardsCsv(cards)].join('').replace(/\r\n$/, '')],
    }
  },
}

type Cards = Parameters<typeof import('#core/organisation/links/cards.ts').cardsPdf>[2]

async function writePdf(cli: Cli, path: string, cards: Cards): Promise<void> {
  const { cardsPdf } = await import('#core/organisation/links/cards.ts')
  const { Documents } = await import('#platform/documents/documents.ts')
  const core = await cli.installation.core()
  const documents = new Documents({ dataDir: cli.installation.config.dataDir } as never)
  try {
    const bytes = await cardsPdf(documents, core.organisation.tree, cards)
    await writeFile(path, bytes, { mode: 0o600 })
  } catch (error) {
    const code = errorCode(error)
    if (!/^E[A-Z]+$/.test(code)) throw error
    throw new Problem(linksVerbProblems['links-file-unwritable'], { path, why: code })
  } finally {
    await documents.close()
  }
  cli.tell({ zh: `${cards.length} 张卡已写入 ${path}`, en: `${cards.length} cards written to ${path}` })
}
