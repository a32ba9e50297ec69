/** `backup` and `restore`. */
import { systemClock } from '#platform/clock.ts'
import type { Text } from '#platform/texts.ts'
import { systemContext, work } from '#platform/work.ts'
import type { Installation } from '../installation.ts'
import type { Verb } from '../verb.ts'

const texts = {
  made: {
    zh: '备份完成：{dir}，{tables} 张表 {rows} 行，{files} 个文件。',
    en: 'Backed up to {dir}: {tables} {tables|table|tables} with {rows} {rows|row|rows}, {files} {files|file|files}.',
  },
  digest: { zh: '备份摘要（SHA-256）{digest}', en: 'Digest of the backup (SHA-256) {digest}' },
  key: {
    zh: '密钥文件 {key} 不在备份里，请另行妥善保管：没有它，恢复后填报卡要重印。',
    en: 'The key file {key} is not in the backup. Keep a copy of it elsewhere: without it, cards must be printed anew after a restore.',
  },
  restored: {
    zh: '恢复完成：备份做于 {at}，{tables} 张表 {rows} 行，{files} 个文件。',
    en: 'Restored the backup of {at}: {tables} {tables|table|tables} with {rows} {rows|row|rows}, {files} {files|file|files}.',
  },
  seal: { zh: '备份时的最新封印 {no}:{digest}', en: 'The newest seal at that time was {no}:{digest}' },
  sameKey: {
    zh: '密钥与备份时相同，已印的填报卡照旧可用。',
    en: 'The key is the one of that time; printed cards go on working.',
  },
  otherKey: {
    zh: '密钥与备份时不同：已印的填报卡和链接打不开了。请放回原来的 KEY_FILE，或重印填报卡。',
    en: 'The key is another one than at that time: printed cards and links no longer open. Put the original KEY_FILE back, or print the cards anew.',
  },
} as const satisfies Record<string, Text>

const dir = { name: 'DIR', text: { zh: '备份所在的目录', en: 'the folder of the backup' } }

async function audited(installation: Installation, action: string, detail: Record<string, unknown>): Promise<void> {
  const services = await installation.services()
  await work(systemContext(services), async (w) => w.audit({ action, detail }))
}

export const backupVerb: Verb = {
  name: 'backup',
  summary: {
    zh: '备份全部数据、照片和审计（不含密钥）到一个新目录，服务可照常运行',
    en: 'back up all data, photos and the audit (not the key) into a new folder; the server may go on',
  },
  operands: [dir],
  options: {},
  async run(cli, { operands }) {
    const { backup } = await import('#platform/backup/backup.ts')
    const { ownerUrl, key } = await cli.installation.open()
    const { dataDir, keyFile } = cli.installation.config
    const made = await backup({
      ownerUrl,
      key,
      dataDir,
      dir: cli.path(operands[0]!),
      clock: systemClock,
      tell: cli.passing,
    })
    await audited(cli.installation, 'backup.made', { digest: made.digest })
    const { manifest, digest } = made
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const counts = { tables: manifest.tables.length, rows, files: manifest.files.length }
    return {
      json: { dir: made.dir, digest, ...counts, seal: manifest.seal, made_at: manifest.made_at },
      lines: [
        cli.say(texts.made, { dir: made.dir, ...counts }),
        cli.say(texts.digest, { digest }),
        ...(manifest.seal ? [cli.say(texts.seal, manifest.seal)] : []),
        cli.say(texts.key, { key: keyFile }),
      ],
    }
  },
}

export const restoreVerb: Verb = {
  name: 'restore',
  summary: {
    zh: '从备份恢复到空的数据库；先停服务',
    en: 'restore a backup into an empty database; stop the server first',
  },
  operands: [dir],
  options: {
    replace: {
      text: {
        zh: '数据库里已有的全部换成备份里的',
        en: 'replace everything that the database holds by the backup',
      },
    },
  },
  async run(cli, { operands, options }) {
    const { restore } = await import('#platform/backup/restore.ts')
    const { ownerUrl, key } = await cli.installation.open()
    const result = await restore({
      ownerUrl,
      key,
      dataDir: cli.installation.config.dataDir,
      dir: cli.path(operands[0]!),
      replace: options.replace === true,
      tell: cli.passing,
    })
    await audited(cli.installation, 'backup.restored', { digest: result.digest, made_at: result.manifest.made_at })
    const { manifest, rows, sameKey } = result
    const counts = { tables: manifest.tables.length, rows, files: manifest.files.length }
    return {
      json: { made_at: manifest.made_at, ...counts, seal: manifest.seal, same_key: sameKey },
      lines: [
        cli.say(texts.restored, { at: manifest.made_at, ...counts }),
        ...(manifest.seal ? [cli.say(texts.seal, manifest.seal)] : []),
        cli.say(sameKey ? texts.sameKey : texts.otherKey),
      ],
    }
  },
}
