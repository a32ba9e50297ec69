/** Who answers, n of N units, and each unit where nobody does, with people to name by one tap. */
import { Button, Popover } from 'antd'
import { useState } from 'react'
import { postName } from '#core/organisation/pages/people/post-name.ts'
import { api } from '#web/console/api.ts'
import { Icon } from '#web/console/icons.tsx'
import { useSession } from '#web/console/session.ts'
import { Figure } from '#web/console/shared/index.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { CampaignView, Gap, MeasureView } from '../schema.ts'
import { PersonSearch } from './PersonSearch.tsx'
import { useAct, useGaps } from './queries.ts'
import { presenceTexts, texts } from './texts.ts'
import { useUntil } from './when.ts'
import { shortName } from './words.ts'

export function GapRows({ campaign, measure }: { campaign: CampaignView; measure: MeasureView }) {
  const t = useText()
  const session = useSession()
  const [all, setAll] = useState(false)
  const { named, of, gaps, posts } = measure.responsible
  const every = useGaps(campaign.id, measure.code, all)
  const shown = all ? (every.data ?? gaps) : gaps
  const lacking = of - named
  const mayAny = session.can('responsible.name')
  if (of === 0) return <p>{t(texts.nobodyNeeded)}</p>
  return (
    <>
      <p>
        {posts.map((p) => t(p)).join(t(texts.listSeparator))}{' '}
        <Figure n={named} of={of} tone={named < of ? 'warn' : 'plain'} />{' '}
        <span className="row-note">{t(texts.ofUnits)}</span>
        {lacking > 0 && <span className="row-note"> · {mayAny ? t(texts.gapNote) : t(texts.gapReadOnly)}</span>}
      </p>
      {shown.map((gap) => (
        <GapRow key={gap.unit.id} campaign={campaign} measure={measure} gap={gap} />
      ))}
      {shown.length < lacking && (
        <Button type="link" className="orders-more" onClick={() => setAll(true)}>
          {t(texts.moreGaps, { n: lacking - shown.length })}
        </Button>
      )}
    </>
  )
}

function GapRow({ campaign, measure, gap }: { campaign: CampaignView; measure: MeasureView; gap: Gap }) {
  const t = useText()
  const session = useSession()
  const language = useLanguage()
  const act = useAct()
  const [searching, setSearching] = useState(false)
  const unit = shortName(gap)
  const may = session.can('responsible.name', gap.unit.path) && campaign.state !== 'stopped'
  const name = (person: { id: string; name: string }) => {
    setSearching(false)
    act.mutate({
      act: () => api.put('/api/responsible', { unit: gap.unit.id, measure: measure.code, person: person.id }),
      said: t(texts.named, { unit, name: person.name }),
    })
  }
  return (
    <div className="orders-gap">
      <b title={gap.unit.full_name}>{unit}</b>
      <span>{useGapText(campaign, gap)}</span>
      {may && (
        <span className="orders-pick">
          {gap.candidates.map((c) => (
            <Button key={c.id} size="small" disabled={act.isPending} onClick={() => name(c)}>
              {c.name} {c.post && postName(c.post, language)}
            </Button>
          ))}
          <Popover
            trigger="click"
            placement="bottomRight"
            open={searching}
            onOpenChange={setSearching}
            destroyOnHidden
            content={<PersonSearch unit={gap.unit.id} choose={name} />}
          >
            <Button size="small" aria-expanded={searching}>
              {t(texts.another)} <Icon name="down" size={12} />
            </Button>
          </Popover>
        </span>
      )}
    </div>
  )
}

function useGapText(campaign: CampaignView, gap: Gap): string {
  const t = useText()
  const until = useUntil(campaign.zone)
  if (gap.kind === 'vacant')
    return t(texts.gapVacant, { posts: gap.posts.map((p) => t(p)).join(t(texts.listSeparator)) })
  const presence = gap.presence ? t(presenceTexts[gap.presence] ?? { zh: gap.presence, en: gap.presence }) : ''
  const params = { who: gap.who ?? '', presence }
  return gap.until ? t(texts.gapAway, { ...params, until: until(gap.until) }) : t(texts.gapAwayOpen, params)
}
