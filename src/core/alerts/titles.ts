/** What a measure and a slot are called where somebody stands; their codes where the campaign has gone. */
import type { Core } from '#core/core.ts'
import type { Measure, Slot } from '#core/orders/playbook/schema.ts'
import type { Text } from '#platform/texts.ts'

export interface Titles {
  readonly title: Text
  readonly short: Text
  readonly slotTitle: Text
  readonly measure: Measure | undefined
  readonly slot: Slot | undefined
}

const asText = (code: string): Text => ({ zh: code, en: code })

/** @param path ltree path of the unit that asks */
export function titlesOf(core: Core, measureCode: string, slotCode: string, path: string): Titles {
  const measure = core.orders.measure(measureCode, path)?.content
  const slot = measure?.slots.find((s) => s.code === slotCode)
  return {
    title: measure?.title ?? asText(measureCode),
    short: measure?.short ?? asText(measureCode),
    slotTitle: slot?.title ?? asText(slotCode),
    measure,
    slot,
  }
}

/** 早检体温: slot and measure in one, where a measure has several slots. */
export function fullTitle(t: Titles): Text {
  if (!t.measure || t.measure.slots.length < 2) return t.title
  return { zh: `${t.title.zh} ${t.slotTitle.zh}`, en: `${t.title.en}, ${t.slotTitle.en.toLowerCase()}` }
}

/** A post in both languages, as the playbook that runs at a unit calls it. @param word the post's Chinese word */
export function postTitle(core: Core, unitId: string, word: string): Text {
  const path = core.organisation.pathOf(unitId)
  const campaign = path === undefined ? undefined : core.orders.campaignAt(path)
  return campaign?.playbook.posts.find((p) => p.title.zh === word)?.title ?? asText(word)
}
