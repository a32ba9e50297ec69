/** The process that sets documents: takes a job, answers with the PDF or with what is wrong in the template. */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { DocumentJob, DocumentResult } from './documents.ts'

let compiler: NodeCompiler | undefined
let folders = ''

/** Fonts are looked for once; other folders make another compiler. */
function compilerFor(fonts: readonly string[]): NodeCompiler {
  const key = fonts.join('\n')
  if (!compiler || key !== folders) {
    compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: [...fonts] }] })
    folders = key
  }
  return compiler
}

function make(job: DocumentJob): DocumentResult {
  try {
    const typst = compilerFor(job.fonts)
    const compiled = typst.compile({ mainFileContent: job.template, inputs: { data: job.data }, resetRead: true })
    const error = compiled.takeError()
    if (error || !compiled.result) return { no: job.no, why: describe(error?.shortDiagnostics) }
    const pdf = typst.pdf(compiled.result)
    typst.evictCache(0)
    return { no: job.no, pdf: pdf.toString('base64') }
  } catch (error) {
    return { no: job.no, why: (error as Error).message }
  }
}

const describe = (diagnostics: unknown[] | undefined): string =>
  (diagnostics ?? []).map((d) => (d as { message?: string }).message ?? String(d)).join('; ') || 'unknown'

process.on('message', (job: DocumentJob) => process.send!(make(job)))
