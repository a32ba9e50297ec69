/** The cards behind a number, by name: print one again, end it, let a new phone in. */
import { App, Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { address } from '#web/console/api.ts'
import { useSession } from '#web/console/session.ts'
import { Loaded, SidePanel } from '#web/console/shared/index.ts'
import { clockTime } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { CardItem } from '../schema.ts'
import { useCardAction, useCardNames } from './queries.ts'
import { texts } from './texts.ts'

interface Props {
  readonly unit: string
  readonly kind: 'person' | 'household'
  readonly close: () => void
}

export function NamesPanel({ unit, kind, close }: Props) {
  const t = useText()
  const [q, setQ] = useState('')
  const [opened, setOpened] = useState<'all' | 'not'>('all')
  const query = useCardNames({ unit, kind, q, opened: opened === 'not' ? false : undefined })
  return (
    <SidePanel
      title={t(kind === 'person' ? texts.member : texts.household)}
      onClose={close}
      actions={
        <>
          <Input
            allowClear
            aria-label={t(texts.search)}
            placeholder={t(texts.search)}
            value={q}
            onChange={(e) => setQ(e.target.value)}
          />
          <Segmented
            value={opened}
            onChange={(value) => setOpened(value as 'all' | 'not')}
            options={[
              { value: 'all', label: t(texts.all) },
              { value: 'not', label: t(texts.notOpened) },
            ]}
          />
        </>
      }
    >
      <Loaded query={query}>
        {({ cards, more }) => (
          <>
            {cards.length === 0 && <p className="row-note">{t(texts.noNames)}</p>}
            <ul className="cards-names">
              {cards.map((card) => (
                <Name key={card.id} card={card} />
              ))}
            </ul>
            {more && <p className="row-note">{t(texts.more)}</p>}
          </>
        )}
      </Loaded>
    </SidePanel>
  )
}

function Name({ card }: { card: CardItem }) {
  const t = useText()
  const { modal } = App.useApp()
  const body = { kind: card.kind, id: card.id }
  const revoke = useCardAction<typeof body, void>('/api/links/revoke')
  const permit = useCardAction<typeof body, { until: string }>('/api/links/permit')
  const name = card.kind === 'household' ? t(texts.home, { name: card.name }) : card.name
  const ask = () =>
    modal.confirm({
      title: t(texts.revokeAsk, { name }),
      content: t(texts.revokeHint),
      okText: t(texts.revoke),
      okButtonProps: { danger: true },
      cancelText: t(texts.cancel),
      onOk: () => revoke.mutateAsync(body),
    })
  return (
    <li>
      <div className="cards-name">
        <b>{name}</b>
        <State card={card} />
      </div>
      <small>{[card.unit.name, card.staff_no, card.relatives.join('、')].filter(Boolean).join(' · ')}</small>
      <div className="cards-acts">
        <Button size="small" type="link" href={address('/api/links/card.pdf', body)}>
          {t(texts.one)}
        </Button>
        <Button size="small" type="link" loading={permit.isPending} onClick={() => permit.mutate(body)}>
          {t(texts.permit)}
        </Button>
        <Button size="small" type="link" danger onClick={ask}>
          {t(texts.revoke)}
        </Button>
      </div>
    </li>
  )
}

/** What is known of a card's use; a lock or a permit comes before the ordinary. */
function State({ card }: { card: CardItem }) {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  const at = (instant: string) => clockTime(Date.parse(instant), language, zone)
  if (card.locked_until) return <span className="cards-warn">{t(texts.locked, { at: at(card.locked_until) })}</span>
  if (card.permit_until) return <span>{t(texts.permitUntil, { at: at(card.permit_until) })}</span>
  if (card.devices === 0) return <span>{t(texts.notOpened)}</span>
  return <span>{t(texts.phones, { count: card.devices })}</span>
}
