/** The orders in force, in memory: running measures and published forms. Loaded anew when their version moves. */
import { within } from '#platform/access/actor.ts'
import type { Services } from '#platform/services.ts'
import type { Work } from '#platform/work.ts'
import { type CompiledForm, compileForm } from './forms/compile.ts'
import type { Form, Measure, Playbook } from './playbook/schema.ts'

/** One measure of one campaign in one version of its wording. Instants in Unix milliseconds. */
export interface RunningMeasure {
  readonly id: string
  readonly campaignId: string
  readonly clauseId: string
  readonly code: string
  readonly version: number
  /** Where the campaign runs, and everything below. */
  readonly unitId: string
  readonly path: string
  readonly zone: string
  readonly content: Measure
  readonly startedAt: number
  /** Windows that open from here on follow this version … */
  readonly validFrom: number
  /** … until here, where a later version or a pause takes over; null: open-ended. */
  readonly validUntil: number | null
  readonly sort: number
}

export interface RunningCampaign {
  readonly id: string
  readonly unitId: string
  readonly path: string
  readonly zone: string
  readonly title: { zh: string; en: string }
  readonly startedAt: number
  readonly playbook: Playbook
}

/** A form's older version is accepted for so many days after a newer one was published: phones keep pages open. */
const acceptDays = 14

interface FormVersion {
  readonly form: CompiledForm
  readonly version: number
  /** When the next version came; null: this is the newest. */
  readonly supersededAt: number | null
}

export class Orders {
  readonly #services: Services
  #measures: readonly RunningMeasure[] = []
  #campaigns: readonly RunningCampaign[] = []
  #forms = new Map<string, FormVersion[]>()

  constructor(services: Services) {
    this.#services = services
  }

  /** Measures that are switched on in running campaigns, in the orders' sort. */
  get measures(): readonly RunningMeasure[] {
    return this.#measures
  }

  get campaigns(): readonly RunningCampaign[] {
    return this.#campaigns
  }

  /** The nearest running campaign at or above a unit. */
  campaignAt(path: string): RunningCampaign | undefined {
    return this.#campaigns.filter((c) => within(path, c.path)).sort((a, b) => b.path.length - a.path.length)[0]
  }

  /** Measures in force for what lies at this path: of the unit's own campaign and of those above it. */
  measuresAt(path: string): RunningMeasure[] {
    return this.#measures.filter((m) => within(path, m.path))
  }

  /** The newest version of a running measure by code, as somebody at this path meets it. */
  measure(code: string, path: string): RunningMeasure | undefined {
    return this.measuresAt(path)
      .filter((m) => m.code === code)
      .sort((a, b) => b.path.length - a.path.length || b.version - a.version)[0]
  }

  /**
   * A form by code and version (the newest where none is named).
   * @returns 'unknown' where there is none, 'too-old' where the version is no longer accepted
   */
  form(code: string, version?: number): CompiledForm | 'unknown' | 'too-old' {
    const versions = this.#forms.get(code)
    const found = version === undefined ? versions?.[0] : versions?.find((v) => v.version === version)
    if (!found) return 'unknown'
    const late =
      found.supersededAt !== null && this.#services.clock.now() - found.supersededAt > acceptDays * 86_400_000
    return late ? 'too-old' : found.form
  }

  /** The newest version's number of a form. */
  newestVersion(code: string): number | undefined {
    return this.#forms.get(code)?.[0]?.version
  }

  #version = -1

  /** Reads the orders again where the database has moved on and the notification has not arrived yet. */
  async ensure(): Promise<void> {
    const row = await this.#services.database.app
      .selectFrom('orders_version')
      .select('version')
      .executeTakeFirstOrThrow()
    if (Number(row.version) !== this.#version) await this.refresh()
  }

  async refresh(): Promise<void> {
    const db = this.#services.database.app
    // Read first: what changes meanwhile makes the next `ensure` read again.
    const { version } = await db.selectFrom('orders_version').select('version').executeTakeFirstOrThrow()
    const [campaigns, measures, forms] = await Promise.all([
      db
        .selectFrom('campaign')
        .innerJoin('unit', 'unit.id', 'campaign.unit_id')
        .innerJoin('playbook', (j) =>
          j
            .onRef('playbook.code', '=', 'campaign.playbook_code')
            .onRef('playbook.version', '=', 'campaign.playbook_version'),
        )
        .select([
          'campaign.id',
          'campaign.unit_id',
          'campaign.zone',
          'campaign.title',
          'campaign.started_at',
          'unit.path',
          'playbook.content',
        ])
        .where('campaign.state', '=', 'running')
        .orderBy('campaign.started_at')
        .execute(),
      db
        .selectFrom('measure')
        .innerJoin('campaign', 'campaign.id', 'measure.campaign_id')
        .selectAll('measure')
        .where('campaign.state', '=', 'running')
        .where('measure.state', '=', 'on')
        .orderBy('measure.sort')
        .orderBy('measure.version')
        .execute(),
      db.selectFrom('form').selectAll().orderBy('code').orderBy('version', 'desc').execute(),
    ])
    this.#campaigns = campaigns.map((c) => ({
      id: c.id,
      unitId: c.unit_id,
      path: String(c.path),
      zone: c.zone,
      title: c.title as { zh: string; en: string },
      startedAt: (c.started_at as Date).getTime(),
      playbook: c.content as unknown as Playbook,
    }))
    const byId = new Map(this.#campaigns.map((c) => [c.id, c]))
    this.#measures = measures.flatMap((m) => {
      const campaign = byId.get(m.campaign_id)
      if (!campaign) return []
      const { unitId, path, zone, startedAt } = campaign
      return [
        {
          id: m.id,
          campaignId: m.campaign_id,
          clauseId: m.clause_id,
          code: m.code,
          version: m.version,
          unitId,
          path,
          zone,
          content: m.content as unknown as Measure,
          startedAt,
          validFrom: (m.valid_from as Date).getTime(),
          validUntil: (m.valid_until as Date | null)?.getTime() ?? null,
          sort: m.sort,
        },
      ]
    })
    this.#version = Number(version)
    this.#forms = new Map()
    for (const row of forms) {
      const versions = this.#forms.get(row.code) ?? []
      const newer = versions.at(-1)
      versions.push({
        form: this.#compiled(row.content as unknown as Form),
        version: row.version,
        supersededAt: newer ? publishedAt(forms, row.code, newer.version) : null,
      })
      this.#forms.set(row.code, versions)
    }
  }

  readonly #cache = new Map<string, CompiledForm>()

  /** A published version never changes, so it is compiled once. */
  #compiled(form: Form): CompiledForm {
    const key = `${form.code}/${form.version}`
    const known = this.#cache.get(key) ?? compileForm(form)
    this.#cache.set(key, known)
    return known
  }
}

const publishedAt = (
  forms: readonly { code: string; version: number; published_at: Date }[],
  code: string,
  version: number,
): number | null => forms.find((f) => f.code === code && f.version === version)?.published_at.getTime() ?? null

/** Moves the orders' version: every node reads them again once this work commits. */
export async function ordersChanged(w: Work): Promise<void> {
  await w.tx
    .updateTable('orders_version')
    .set((e) => ({ version: e('version', '+', e.lit(1)) }))
    .execute()
}
