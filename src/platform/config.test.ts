/** What an operator may set, and the sentence that a mistake gets. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#test/support/folder.ts'
import { deriveKey, loadConfig, loadKey, settings } from './config.ts'
import { Problem } from './problems.ts'

function refusal(work: () => unknown): Problem {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('was not refused')
}

test('without any setting the program serves this machine alone from ./data', () => {
  expect(loadConfig({})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    dataDir: resolve('data'),
    databaseUrl: undefined,
    mqttUrl: undefined,
    publicUrl: undefined,
    keyFile: resolve('data/key'),
    tls: undefined,
    logLevel: 'info',
    trustProxy: ['loopback'],
  })
  expect(loadConfig({ PORT: '', HOST: ' ' })).toEqual(loadConfig({}))
})

test('every setting is taken', () => {
  const config = loadConfig({
    PORT: '0',
    HOST: '::',
    DATA_DIR: '/srv/muster',
    DATABASE_URL: 'postgres://owner:secret@db.example:5432/muster?sslmode=require',
    MQTT_URL: 'mqtts://broker.example',
    PUBLIC_URL: 'https://muster.example/zd/',
    TLS_CERT: '/etc/muster/cert.pem',
    TLS_KEY: '/etc/muster/key.pem',
    LOG_LEVEL: 'WARN',
    TRUST_PROXY: '10.0.0.5, fd00::/8',
  })
  expect(config).toMatchObject({ port: 0, host: '::', keyFile: '/srv/muster/key', logLevel: 'warn' })
  expect(config.publicUrl).toBe('https://muster.example/zd')
  expect(config.trustProxy).toEqual(['10.0.0.5', 'fd00::/8'])
  expect(loadConfig({ TRUST_PROXY: 'none' }).trustProxy).toBeUndefined()
  expect(config.tls).toEqual({ cert: '/etc/muster/cert.pem', key: '/etc/muster/key.pem' })
})

test.each([
  ['PORT', '70000', '0 to 65535'],
  ['PORT', '30o0', '0 to 65535'],
  ['HOST', 'http://x', 'host name'],
  ['DATABASE_URL', 'mysql://root:secret@x/y', 'postgres://'],
  ['MQTT_URL', 'http://broker', 'mqtt://'],
  ['PUBLIC_URL', 'muster.example', 'https://'],
  ['PUBLIC_URL', 'https://muster.example/?a=1', '? or #'],
  ['LOG_LEVEL', 'loud', 'trace, debug'],
  ['TRUST_PROXY', 'proxy.example', 'IP addresses'],
  ['TRUST_PROXY', '10.0.0.0/40', 'IP addresses'],
])('%s=%s is refused in one sentence that names it', (name, value, hint) => {
  const { text } = refusal(() => loadConfig({ [name]: value }))
  expect(text.en).toContain(`The setting ${name}`)
  expect(text.en).toContain(hint)
  expect(text.zh).toContain(name)
  expect(text.zh).toMatch(/\p{Script=Han}.*。$/u)
  expect(text.en + text.zh).not.toContain('secret')
})

test('a certificate without its key is refused, naming what is missing', () => {
  expect(refusal(() => loadConfig({ TLS_CERT: 'cert.pem' })).text.en).toContain('The setting TLS_KEY')
  expect(refusal(() => loadConfig({ TLS_KEY: 'key.pem' })).text.en).toContain('The setting TLS_CERT')
})

test('the table documents each setting under its own name, in both languages', () => {
  for (const [name, setting] of Object.entries(settings)) {
    expect(setting.name).toBe(name)
    expect(setting.meaning.zh).toMatch(/\p{Script=Han}/u)
    expect(setting.meaning.en).not.toMatch(/\p{Script=Han}/u)
  }
})

test('the key is made once, for its owner alone, and read afterwards', () => {
  const path = join(temporaryFolder(), 'new', 'key')
  const key = loadKey(path)
  expect(key).toHaveLength(32)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(loadKey(path)).toEqual(key)
  expect(readFileSync(path, 'utf8')).toBe(`${key.toString('hex')}\n`)
})

test('32 raw bytes are a key too; a cut-off file, a folder and an impossible place are named', () => {
  const folder = temporaryFolder()
  const path = join(folder, 'key')
  writeFileSync(path, Buffer.alloc(32, 7))
  expect(loadKey(path)).toEqual(Buffer.alloc(32, 7))
  writeFileSync(path, 'abc')
  expect(refusal(() => loadKey(path)).text.en).toContain(`${path} is not a key file`)
  mkdirSync(join(folder, 'folder'))
  expect(refusal(() => loadKey(join(folder, 'folder'))).kind.code).toBe('key-unreadable')
  expect(refusal(() => loadKey('/dev/null/key')).kind.code).toBe('key-unreadable')
})

test('keys for two purposes differ, and each is the same every time', () => {
  const key = Buffer.alloc(32, 1)
  expect(deriveKey(key, 'links')).toEqual(deriveKey(key, 'links'))
  expect(deriveKey(key, 'links')).not.toEqual(deriveKey(key, 'sessions'))
  expect(deriveKey(key, 'links')).toHaveLength(32)
})
