/** `load-playbook` and `campaign start`. */
import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Core } from '#core/core.ts'
import { errorCode } from '#platform/database/problems.ts'
import { Problem } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'
import { systemContext } from '#platform/work.ts'
import { cliProblems } from '../problems.ts'
import { unitNamed, unitOption } from '../units.ts'
import { type Cli, textOf, type Verb } from '../verb.ts'

const texts = {
  loaded: { zh: '预案 {code} 第 {version} 版已载入。', en: 'The playbook {code}, version {version}, is loaded.' },
  started: {
    zh: '{unit} 的防控部署已启动，在行措施 {measures} 项，任务 {tasks} 个。',
    en: 'The campaign at {unit} has started: {measures} measures are on, with {tasks} tasks.',
  },
} as const satisfies Record<string, Text>

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error) => {
    throw new Problem(cliProblems['file-unreadable'], { path, why: errorCode(error) })
  })
}

export const loadPlaybookVerb: Verb = {
  name: 'load-playbook',
  summary: { zh: '载入一份预案（YAML），逐行检查', en: 'load a playbook (YAML), checked line by line' },
  operands: [{ name: 'FILE', text: { zh: '预案文件', en: 'the playbook’s file' } }],
  options: {},
  async run(cli, { operands }) {
    const { loadPlaybook } = await import('#core/orders/actions.ts')
    const source = await readText(cli.path(operands[0]!))
    const core = await cli.installation.core()
    const playbook = await loadPlaybook(core, systemContext(core.services), source)
    const { playbook: code, version } = playbook
    return { json: { code, version }, lines: [cli.say(texts.loaded, { code, version })] }
  },
}

/** A playbook that comes with the program needs no loading first. */
async function loadOwn(core: Core, cli: Cli, code: string): Promise<void> {
  if (!/^[a-z0-9-]+$/.test(code)) return
  const known = await core.services.database.app
    .selectFrom('playbook')
    .select('code')
    .where('code', '=', code)
    .executeTakeFirst()
  const path = fileURLToPath(new URL(`../../../playbooks/${code}.yaml`, import.meta.url))
  if (known || !existsSync(path)) return
  const { loadPlaybook } = await import('#core/orders/actions.ts')
  const { version } = await loadPlaybook(core, systemContext(core.services), readFileSync(path, 'utf8'))
  cli.tell({
    zh: texts.loaded.zh.replace('{code}', code).replace('{version}', String(version)),
    en: texts.loaded.en.replace('{code}', code).replace('{version}', String(version)),
  })
}

export const campaignStart: Verb = {
  name: 'campaign start',
  summary: { zh: '在一个单位启动防控部署', en: 'start a campaign at a unit' },
  options: {
    unit: { ...unitOption, required: true },
    playbook: {
      value: 'P',
      required: true,
      text: { zh: '预案代号，例如 respiratory', en: 'the playbook’s code, for example respiratory' },
    },
  },
  async run(cli, args) {
    const { draftCampaign, startCampaign } = await import('#core/orders/actions.ts')
    const { reconcileNoted } = await import('#core/tasks/reconcile.ts')
    const core = await cli.installation.core()
    const unit = unitNamed(core, textOf(args, 'unit')!)
    const playbook = textOf(args, 'playbook')!
    await loadOwn(core, cli, playbook)
    const context = systemContext(core.services)
    const { id } = await draftCampaign(core, context, { unitId: unit.id, playbook })
    await startCampaign(core, context, id)
    await core.orders.refresh()
    // With a server running its sweep may do part of it; both are safe together.
    await reconcileNoted(core)
    const { n } = await core.services.database.app
      .selectFrom('task')
      .innerJoin('unit', 'unit.id', 'task.unit_id')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('task.state', '=', 0)
      .where((e) => e('unit.path', '<@', e.val(unit.path) as never))
      .executeTakeFirstOrThrow()
    const measures = core.orders.measures.filter((measure) => measure.campaignId === id).length
    const counts = { unit: unit.fullName, measures, tasks: Number(n) }
    return { json: { id, ...counts }, lines: [cli.say(texts.started, counts)] }
  },
}
