/** One clause: its title, the official words, and each measure that it makes. */
import { Link } from '@tanstack/react-router'
import { useAddress } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import type { CampaignView, ClauseView, MeasureView } from '../schema.ts'
import { FormPanel } from './FormPanel.tsx'
import { MeasureBlock } from './MeasureBlock.tsx'
import { TimesPanel } from './TimesPanel.tsx'
import { texts } from './texts.ts'

export function ClausePane({ campaign, clause }: { campaign: CampaignView; clause: ClauseView }) {
  const t = useText()
  const [address, change] = useAddress()
  const directive = campaign.directives.find((d) => d.clauses.some((c) => c.id === clause.id))
  const open: MeasureView | undefined = clause.measures.find((m) => m.code === address.at)
  const close = () => change({ panel: undefined, at: undefined })
  return (
    <article className="orders-clause-pane">
      <Link to={'/orders/$campaign' as never} params={{ campaign: campaign.id } as never} className="orders-back">
        ‹ {t(texts.toClauses)}
      </Link>
      <header className="orders-clause-head">
        <h1>
          {t(clause.label)} {t(clause.title)}
        </h1>
        {directive && (
          <span className="orders-clause-note">
            {t(directive.title)} · {directive.number}
          </span>
        )}
      </header>
      <blockquote className="orders-text">{t(clause.text)}</blockquote>
      {clause.measures.map((m) => (
        <MeasureBlock
          key={m.code}
          campaign={campaign}
          measure={m}
          alone={clause.measures.length === 1}
          open={(panel) => change({ panel, at: m.code })}
        />
      ))}
      {open && address.panel === 'form' && <FormPanel measure={open} close={close} />}
      {open && address.panel === 'times' && (
        <TimesPanel key={open.id} campaign={campaign} measure={open} close={close} />
      )}
    </article>
  )
}
