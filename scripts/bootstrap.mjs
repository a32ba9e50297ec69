/**
 * What every command does first, under any Node from 18 up: install what is missing, then hand over to Node 24.
 * All progress goes to standard error, so that a command's own output stays clean.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startLanguage, startLines } from '../src/platform/start-lines.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const bin = join(root, 'node_modules', '.bin')
export const node24 = join(bin, 'node')

export const language = startLanguage(process.env)

/** A line in the language of the terminal: Chinese where it is set to Chinese, else English. */
export const line = (zh, en) => (language === 'zh' ? zh : en)

export const say = (zh, en) => process.stderr.write(`${line(zh, en)}\n`)

/** Ends the command with one sentence on standard error. */
export function giveUp(zh, en, detail = '') {
  say(zh, en)
  if (detail) process.stderr.write(`${detail.trimEnd()}\n`)
  process.exit(1)
}

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined)

/** Packages that have to be there, from the lock file: path → integrity. Other platforms' optional ones are not. */
function wanted() {
  const { packages } = readJson(join(root, 'package-lock.json'))
  const production = process.env.NODE_ENV === 'production'
  return Object.entries(packages).filter(
    ([path, entry]) => path && !entry.optional && !entry.devOptional && !entry.link && !(production && entry.dev),
  )
}

/** Whether the install is what the lock file says. npm keeps a list of what it installed; times of files tell nothing. */
function isInstalled() {
  if (!existsSync(node24)) return false
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages ?? {}
  return wanted().every(([path, { version }]) => installed[path]?.version === version)
}

/**
 * Installs what is missing, showing how far it is.
 * @param {object} [lines] the numbered lines of a start; left out: says something only where there is something to install
 */
export async function ensureInstalled(lines) {
  if (isInstalled()) return lines?.done({ zh: '组件：齐全', en: 'Packages: all there' })
  const files = wanted().map(([path]) => join(root, path, 'package.json'))
  const said = lines ?? startLines({ total: 1, language })
  const count = () => files.filter((file) => existsSync(file)).length / files.length
  const text = {
    zh: `组件：正在安装 ${files.length} 个，约需半分钟到两分钟`,
    en: `Packages: installing ${files.length}, half a minute to two minutes`,
  }
  said.working(text, count())
  const timer = setInterval(() => said.working(text, count()), 500)
  const { code, output } = await npmCi()
  clearInterval(timer)
  if (code !== 0) {
    said.failed({
      zh: '安装没有成功，请检查网络或 npm 的镜像设置后再试。npm 的说明：',
      en: 'The install did not succeed. Please check the network or npm’s registry setting and try again. npm says:',
    })
    process.stderr.write(`${output.trimEnd()}\n`)
    process.exit(1)
  }
  if (!existsSync(node24)) {
    said.failed({
      zh: '装好了，但缺少 Node 24（npm 没有运行 node 包的安装脚本）。请设 ignore-scripts=false 后运行 npm ci。',
      en: 'Installed, but Node 24 is missing (npm did not run the install script of the package “node”). Please set ignore-scripts=false and run npm ci.',
    })
    process.exit(1)
  }
  said.done({ zh: `组件：已装好 ${files.length} 个`, en: `Packages: ${files.length} installed` })
}

/** npm's own `ci`, with the npm that runs us where there is one. */
function npmCi() {
  const npm = process.env.npm_execpath
  const [command, ...args] = npm?.endsWith('.js') ? [process.execPath, npm, 'ci'] : ['npm', 'ci']
  // A caller's NODE_ENV=production or --silent is for the program; here it would hide what npm has to say.
  const env = { ...process.env, npm_config_loglevel: 'error' }
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output = (output + chunk).slice(-8000)
      })
    }
    child.once('error', (error) => resolve({ code: 1, output: String(error) }))
    child.once('exit', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** The environment for Node 24 and whatever it starts: the installed programs come first. */
export function environment(extra = {}) {
  return {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
    // Files named on the command line are meant from where the user stands, not from the repository.
    INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
    ...extra,
  }
}

/**
 * Runs a file under Node 24 in the repository's folder and waits.
 * @param {string[]} args file and arguments
 * @param {object} [options] `quiet`: collect the output instead of showing it; `env`
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runNode(args, { quiet = false, env = {} } = {}) {
  const child = spawn(node24, args, {
    cwd: root,
    env: environment(env),
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk
    })
  }
  const stopForwarding = forwardSignals(child)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      stopForwarding()
      resolve({ code: code ?? 128 + (constants.signals[signal] ?? 0), output })
    })
  })
}

/** Hands signals on. Ctrl-C on a terminal reaches the child by itself, and must not reach it twice. */
function forwardSignals(child) {
  const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
    const handler = () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    process.on(signal, handler)
    return [signal, handler]
  })
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler)
  }
}

/** Installs, runs a file under Node 24 and ends as it ended. */
export async function handOver(file, args) {
  await ensureInstalled()
  const { code } = await runNode([file, ...args])
  process.exit(code)
}
