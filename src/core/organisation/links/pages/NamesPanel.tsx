/** The cards behind a number, by name. */
import { Input, Segmented } from 'antd'
import { useState } from 'react'
import { Loaded, SidePanel } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import { CardName } from './CardName.tsx'
import { useCardNames } from './queries.ts'
import { texts } from './texts.ts'

interface Props {
  readonly unit: string
  readonly kind: 'person' | 'household'
  /** Cards can be printed: the address that stands on them is set. */
  readonly print: boolean
  readonly close: () => void
}

export function NamesPanel({ unit, kind, print, close }: Props) {
  const t = useText()
  const [q, setQ] = useState('')
  const [opened, setOpened] = useState<'all' | 'not'>('all')
  const query = useCardNames({ unit, kind, q: q.trim(), opened: opened === 'not' ? false : undefined })
  return (
    <SidePanel
      title={t(kind === 'person' ? texts.member : texts.household)}
      onClose={close}
      actions={
        <>
          <Input
            allowClear
            maxLength={60}
            aria-label={t(kind === 'person' ? texts.search : texts.searchHome)}
            placeholder={t(kind === 'person' ? texts.search : texts.searchHome)}
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
            {cards.length === 0 && (
              <p className="row-note">{t(opened === 'not' && !q ? texts.allOpened : texts.noNames)}</p>
            )}
            <ul className="cards-names">
              {cards.map((card) => (
                <CardName key={card.id} card={card} print={print} />
              ))}
            </ul>
            {more && <p className="row-note">{t(texts.more)}</p>}
          </>
        )}
      </Loaded>
    </SidePanel>
  )
}
