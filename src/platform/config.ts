/** The settings: one table that the program reads, the error sentences quote and `docs/generated/settings.md` is made from. */
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { defineProblems, Problem } from './problems.ts'
import type { Text } from './texts.ts'

export { deriveKey, loadKey } from './key.ts'

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export interface Config {
  /** TCP port of the web server; 0 lets the system choose. */
  readonly port: number
  readonly host: string
  /** Absolute path. */
  readonly dataDir: string
  /** Undefined: the embedded database under `dataDir`. */
  readonly databaseUrl: string | undefined
  /** Undefined: the embedded broker. */
  readonly mqttUrl: string | undefined
  /** Without a slash at the end. Undefined: access cards are refused. */
  readonly publicUrl: string | undefined
  /** Absolute path. */
  readonly keyFile: string
  /** Absolute paths of certificate and key in PEM. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  readonly logLevel: LogLevel
  /** Whose `X-Forwarded-…` headers are believed; undefined: nobody's. Addresses, networks (10.0.0.0/8), or `loopback`. */
  readonly trustProxy: readonly string[] | undefined
}

/** One setting. `parse` gets a non-empty value and throws a `WrongSetting` that says what is expected. */
export interface Setting<T = unknown> {
  readonly name: string
  /** As the documentation shows it; undefined where leaving it out means something of its own. */
  readonly default: string | undefined
  readonly meaning: Text
  /** Never repeat the value of this setting in a message: it holds a password. */
  readonly secret?: true
  parse(value: string): T
}

export const configProblems = defineProblems({
  'setting-wrong': [500, { zh: '设置 {name} 的值不对：{why}。', en: 'The setting {name} is not right: {why}.' }],
})

class WrongSetting extends Error {
  readonly why: Text
  constructor(zh: string, en: string) {
    super(en)
    this.why = { zh, en }
  }
}

function port(value: string): number {
  const number = Number(value)
  if (/^\d{1,5}$/.test(value) && number <= 65535) return number
  throw new WrongSetting('应为 0 到 65535 的整数', 'a whole number from 0 to 65535 is expected')
}

const address =
  (...schemes: string[]) =>
  (value: string): string => {
    const list = schemes.map((s) => `${s}://`).join(', ')
    if (URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1))) return value
    throw new WrongSetting(`应为以 ${list} 开头的完整地址`, `a full address that begins with ${list} is expected`)
  }

function publicUrl(value: string): string {
  const url = new URL(address('https', 'http')(value))
  if (!url.search && !url.hash) return url.href.replace(/\/+$/, '')
  throw new WrongSetting('地址里不能带 ? 或 #', 'the address must not carry ? or #')
}

function logLevel(value: string): LogLevel {
  const level = logLevels.find((l) => l === value.toLowerCase())
  if (level) return level
  throw new WrongSetting(`应为其中之一：${logLevels.join('、')}`, `one of these is expected: ${logLevels.join(', ')}`)
}

function host(value: string): string {
  if (/^[\w.:%-]+$/.test(value)) return value
  throw new WrongSetting('应为 IP 地址或主机名', 'an IP address or a host name is expected')
}

/** Addresses and networks separated by commas; `loopback` is this machine, `none` nobody. */
function proxies(value: string): readonly string[] {
  const list = value.split(',').map((one) => one.trim())
  if (list.length === 1 && list[0]!.toLowerCase() === 'none') return []
  const good = (one: string) => {
    const [address = '', bits] = one.split('/')
    const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1
    return one === 'loopback' || (most > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)))
  }
  if (list.every(good)) return list
  throw new WrongSetting(
    '应为 none、loopback，或用逗号隔开的 IP 地址和网段',
    'none, loopback, or IP addresses and networks separated by commas are expected',
  )
}

const path = (value: string): string => resolve(value)

/** Every setting, in the order of the documentation. */
export const settings = {
  PORT: {
    name: 'PORT',
    default: '3000',
    meaning: { zh: '网页服务的端口；0 表示由系统选一个', en: 'Port of the web server; 0 lets the system choose' },
    parse: port,
  },
  HOST: {
    name: 'HOST',
    default: '127.0.0.1',
    meaning: {
      zh: '监听的地址；默认只有本机能访问，0.0.0.0 表示所有网卡',
      en: 'Address to listen on; by default only this machine reaches it, 0.0.0.0 means every interface',
    },
    parse: host,
  },
  DATA_DIR: {
    name: 'DATA_DIR',
    default: './data',
    meaning: {
      zh: '数据目录：内置数据库、照片、密钥、用户字体',
      en: 'Data folder: embedded database, photos, key, the users’ own fonts',
    },
    parse: path,
  },
  DATABASE_URL: {
    name: 'DATABASE_URL',
    default: undefined,
    secret: true,
    meaning: {
      zh: '外部 PostgreSQL（15 及以上）的地址，用库的属主账号；不填则启动内置数据库',
      en: 'An outside PostgreSQL (15 or newer), as the owner of the database; left out, the embedded one is started',
    },
    parse: address('postgres', 'postgresql'),
  },
  MQTT_URL: {
    name: 'MQTT_URL',
    default: undefined,
    secret: true,
    meaning: {
      zh: '外部 MQTT 服务器的地址；不填则用内置的',
      en: 'An outside MQTT broker; left out, the embedded one is used',
    },
    parse: address('mqtt', 'mqtts', 'ws', 'wss'),
  },
  PUBLIC_URL: {
    name: 'PUBLIC_URL',
    default: undefined,
    meaning: {
      zh: '队员和家属打开的网址，印在填报卡上；不填则不能印卡',
      en: 'Address under which members and families reach the program, printed on cards; left out, cards are refused',
    },
    parse: publicUrl,
  },
  KEY_FILE: {
    name: 'KEY_FILE',
    default: 'DATA_DIR/key',
    meaning: {
      zh: '密钥文件，首次启动时生成；几台服务器要用同一份，另行妥善备份',
      en: 'Key file, made on the first start; every node needs the same one; keep a copy apart from the backups',
    },
    parse: path,
  },
  TLS_CERT: {
    name: 'TLS_CERT',
    default: undefined,
    meaning: { zh: 'TLS 证书（PEM），与 TLS_KEY 一起设', en: 'TLS certificate (PEM), set together with TLS_KEY' },
    parse: path,
  },
  TLS_KEY: {
    name: 'TLS_KEY',
    default: undefined,
    meaning: { zh: 'TLS 私钥（PEM），与 TLS_CERT 一起设', en: 'TLS private key (PEM), set together with TLS_CERT' },
    parse: path,
  },
  TRUST_PROXY: {
    name: 'TRUST_PROXY',
    default: 'loopback',
    meaning: {
      zh: '信谁的 X-Forwarded-For、X-Forwarded-Proto：none 谁都不信，loopback 只信本机的反向代理，或用逗号隔开的 IP 地址和网段',
      en: 'Whose X-Forwarded-For and X-Forwarded-Proto are believed: none, loopback (a proxy on this machine), or IP addresses and networks separated by commas',
    },
    parse: proxies,
  },
  LOG_LEVEL: {
    name: 'LOG_LEVEL',
    default: 'info',
    meaning: { zh: `日志级别：${logLevels.join('、')}`, en: `Log level: ${logLevels.join(', ')}` },
    parse: logLevel,
  },
} satisfies Record<string, Setting>

function wrong(setting: Setting, why: Text, value?: string): Problem {
  const kind = configProblems['setting-wrong']
  const shown = value === undefined || setting.secret ? '' : value
  const text: Text = {
    zh: `设置 ${setting.name}${shown && `（现在是“${shown}”）`}的值不对：${why.zh}。`,
    en: `The setting ${setting.name}${shown && ` (now “${shown}”)`} is not right: ${why.en}.`,
  }
  return new Problem({ ...kind, text })
}

/** Reads one setting; an empty value counts as not set. */
function read<T>(env: NodeJS.ProcessEnv, setting: Setting<T>): T | undefined {
  const given = env[setting.name]?.trim()
  const value = given || (setting.name === 'KEY_FILE' ? undefined : setting.default)
  if (value === undefined) return undefined
  try {
    return setting.parse(value)
  } catch (error) {
    if (error instanceof WrongSetting) throw wrong(setting, error.why, value)
    throw error
  }
}

/**
 * The settings from environment variables, defaults filled in.
 * @throws Problem `setting-wrong` with one sentence that names the setting
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const dataDir = read(env, settings.DATA_DIR)!
  return {
    port: read(env, settings.PORT)!,
    host: read(env, settings.HOST)!,
    dataDir,
    databaseUrl: read(env, settings.DATABASE_URL),
    mqttUrl: read(env, settings.MQTT_URL),
    publicUrl: read(env, settings.PUBLIC_URL),
    keyFile: read(env, settings.KEY_FILE) ?? join(dataDir, 'key'),
    tls: readTls(env),
    trustProxy: trusted(read(env, settings.TRUST_PROXY)!),
    logLevel: read(env, settings.LOG_LEVEL)!,
  }
}

const trusted = (list: readonly string[]) => (list.length === 0 ? undefined : list)

function readTls(env: NodeJS.ProcessEnv): Config['tls'] {
  const cert = read(env, settings.TLS_CERT)
  const key = read(env, settings.TLS_KEY)
  if (cert && key) return { cert, key }
  if (!cert && !key) return undefined
  const [missing, given] = cert ? [settings.TLS_KEY, 'TLS_CERT'] : [settings.TLS_CERT, 'TLS_KEY']
  throw wrong(missing, { zh: `设了 ${given} 就要一起设它`, en: `it has to be set together with ${given}` })
}
