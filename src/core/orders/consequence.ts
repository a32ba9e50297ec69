/** What pausing or stopping takes away, in numbers, before it is done. */
import { sql } from 'kysely'
import { may, within } from '#platform/access/actor.ts'
import { type Context, work } from '#platform/work.ts'
import type { Core } from '../core.ts'
import { notFound } from './describe.ts'
import type { Consequence } from './schema.ts'
import { campaignRow, measureRows } from './store.ts'
import { ordersTexts } from './texts.ts'

/**
 * Tasks that are not yet due, of one measure or of the whole campaign: those open would be withdrawn, those met stay.
 * @param code a measure's code; undefined: every measure that is on
 */
export async function consequence(core: Core, context: Context, id: string, code?: string): Promise<Consequence> {
  return work(context, async (w) => {
    const campaign = await campaignRow(w.tx, id)
    const unit = campaign && core.organisation.tree.get(campaign.unit_id)
    if (!campaign || !unit) throw notFound(w, ordersTexts.campaign)
    may(w.actor, 'campaign.manage', unit.path)
    const own = (await measureRows(w.tx, id)).filter((m) => m.state === 'on' && (code === undefined || m.code === code))
    const codes = [...new Set(own.map((m) => m.code))]
    const others = core.orders.measures.filter(
      (m) => m.campaignId !== id && codes.includes(m.code) && (within(unit.path, m.path) || within(m.path, unit.path)),
    )
    const titles = core.orders.campaigns.filter((c) => others.some((m) => m.campaignId === c.id)).map((c) => c.title)
    const { rows } = await sql<{ open: number; met: number }>`
      select coalesce(sum(expected - done - late - received_late - exempt), 0)::int as open, coalesce(sum(done + late + received_late), 0)::int as met
      from tally where due_at > ${w.now} and measure = any(${codes}::text[]) and unit_id in (select id from unit where path <@ ${unit.path}::ltree)`.execute(
      w.tx,
    )
    return { open: rows[0]!.open, met: rows[0]!.met, also_asked_by: titles }
  })
}
