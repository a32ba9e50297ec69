/** One card by name: print it again, end it with or without a new one, let a new phone in. */
import { App, Button } from 'antd'
import { useState } from 'react'
import { useSession } from '#web/console/session.ts'
import { clockTime } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { CardItem } from '../schema.ts'
import { useDownload } from './download.ts'
import { EndCard } from './EndCard.tsx'
import { useCardAction } from './queries.ts'
import { texts } from './texts.ts'

export function CardName({ card, print }: { card: CardItem; print: boolean }) {
  const t = useText()
  const { message } = App.useApp()
  const { can } = useSession()
  const [ending, setEnding] = useState(false)
  const pdf = useDownload()
  const body = { kind: card.kind, id: card.id }
  const permit = useCardAction<typeof body, { until: string }>('/api/links/permit')
  const name = card.kind === 'household' ? t(texts.home, { name: card.name }) : card.name
  const mayPermit = can('report.write', card.unit.path)
  const download = () => pdf.start({ path: '/api/links/card.pdf', query: body })
  const letIn = () => permit.mutate(body, { onError: (error) => void message.error(error.message, 8) })
  return (
    <li>
      <div className="cards-name">
        <b>{name}</b>
        <State card={card} />
      </div>
      <small>{[card.unit.name, card.staff_no, card.relatives.join('、')].filter(Boolean).join(' · ')}</small>
      {card.permit_until && <Permitted card={card} />}
      <div className="cards-acts">
        <Button size="small" type="link" disabled={!print} loading={pdf.busy} onClick={download}>
          {t(texts.one)}
        </Button>
        {card.devices > 0 && (
          <Button size="small" type="link" disabled={!mayPermit} loading={permit.isPending} onClick={letIn}>
            {t(texts.permit)}
          </Button>
        )}
        <Button size="small" type="link" danger onClick={() => setEnding(true)}>
          {t(texts.revoke)}
        </Button>
      </div>
      {card.devices > 0 && !mayPermit && <small>{t(texts.noPermit)}</small>}
      {ending && <EndCard card={card} name={name} print={print} download={download} close={() => setEnding(false)} />}
    </li>
  )
}

/** What is known of a card's use; a lock comes before the ordinary. */
function State({ card }: { card: CardItem }) {
  const t = useText()
  const at = useClock()
  if (card.locked_until) return <span className="cards-warn">{t(texts.locked, { at: at(card.locked_until) })}</span>
  if (card.devices === 0) return <span className="row-note">{t(texts.notOpened)}</span>
  return (
    <span className="row-note">{t(card.devices === 1 ? texts.onePhone : texts.phones, { count: card.devices })}</span>
  )
}

function Permitted({ card }: { card: CardItem }) {
  const t = useText()
  const at = useClock()
  return (
    <p className="note-box" role="status">
      {t(card.kind === 'household' ? texts.permitHome : texts.permitUntil, {
        at: at(card.permit_until!),
        name: card.name,
      })}
    </p>
  )
}

function useClock(): (instant: string) => string {
  const language = useLanguage()
  const { zone } = useSession()
  return (instant) => clockTime(Date.parse(instant), language, zone)
}
