/** Access cards of a unit: how many there are, how many were opened, the sheets to print, and each by name. */
import './cards.css'
import { Button, TreeSelect } from 'antd'
import { useUnits } from '#core/organisation/pages/people/queries.ts'
import { useSession } from '#web/console/session.ts'
import { Card, EmptyState, Figure, Loaded, Page, Section, useAddress } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import type { CardCount, CardsAnswer } from '../schema.ts'
import { NamesPanel } from './NamesPanel.tsx'
import { NoAddress } from './NoAddress.tsx'
import { useCards } from './queries.ts'
import { Sheets } from './Sheets.tsx'
import { texts } from './texts.ts'

export default function CardsPage() {
  const t = useText()
  const [at, go] = useAddress()
  const { capacity } = useSession()
  const units = useUnits()
  const top = units.data?.units.find((u) => u.parent === null)?.id
  const own = capacity?.unit.name ? capacity.unit.id : top
  const query = useCards(at.unit ?? own)
  const options = units.data?.units.map((u) => ({ id: u.id, pId: u.parent ?? 0, value: u.id, title: u.name })) ?? []
  return (
    <Page
      title={t(texts.title)}
      note={t(texts.note)}
      actions={
        <TreeSelect
          aria-label={t(texts.unit)}
          className="cards-unit"
          treeDataSimpleMode
          treeData={options}
          value={at.unit ?? own}
          showSearch
          treeNodeFilterProp="title"
          onChange={(unit: string) => go({ unit, names: undefined })}
        />
      }
    >
      <Loaded query={query}>{(cards) => <Cards cards={cards} />}</Loaded>
    </Page>
  )
}

function Cards({ cards }: { cards: CardsAnswer }) {
  const t = useText()
  const [at, go] = useAddress()
  const count = cards.members.total + cards.households.total
  if (count === 0) return <EmptyState title={t(texts.none)} hint={t(texts.noneHint)} />
  const open = (unit: string, kind: 'person' | 'household') => go({ names: unit, kind })
  return (
    <>
      {cards.address === null && <NoAddress />}
      <Card>
        <div className="cards-sum">
          <Sum title={t(texts.member)} of={cards.members} open={() => open(cards.unit.id, 'person')} />
          <Sum title={t(texts.household)} of={cards.households} open={() => open(cards.unit.id, 'household')} />
        </div>
        <Sheets cards={cards} />
      </Card>
      {cards.below.length > 0 && <Below cards={cards} open={open} choose={(unit) => go({ unit, names: undefined })} />}
      {at.names && (
        <NamesPanel
          unit={at.names}
          kind={at.kind === 'household' ? 'household' : 'person'}
          print={cards.address !== null}
          close={() => go({ names: undefined, kind: undefined })}
        />
      )}
    </>
  )
}

function Sum({ title, of, open }: { title: string; of: CardCount; open: () => void }) {
  const t = useText()
  return (
    <button type="button" className="cards-figure" onClick={open}>
      <span>{title}</span>
      <Figure n={of.opened} of={of.total} size="large" />
      <small>{t(texts.opened)}</small>
    </button>
  )
}

interface BelowProps {
  readonly cards: CardsAnswer
  readonly open: (unit: string, kind: 'person' | 'household') => void
  readonly choose: (unit: string) => void
}

function Below({ cards, open, choose }: BelowProps) {
  const t = useText()
  const lines = [
    ...(cards.own ? [{ id: cards.unit.id, name: t(texts.own), own: true, ...cards.own }] : []),
    ...cards.below.map((line) => ({ ...line, own: false })),
  ]
  return (
    <div className="cards-below">
      <Section title={cards.unit.name}>
        <table className="cards-table card">
          <thead>
            <tr>
              <th scope="col">{t(texts.unit)}</th>
              <th scope="col">{t(texts.member)}</th>
              <th scope="col">{t(texts.household)}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={`${line.id}${line.own}`}>
                <th scope="row">
                  {line.own ? (
                    line.name
                  ) : (
                    <Button type="link" onClick={() => choose(line.id)}>
                      {line.name}
                    </Button>
                  )}
                </th>
                <td>
                  <Button
                    type="text"
                    aria-label={`${line.name} ${t(texts.member)}`}
                    onClick={() => open(line.id, 'person')}
                  >
                    <Figure n={line.members.opened} of={line.members.total} />
                  </Button>
                </td>
                <td>
                  <Button
                    type="text"
                    aria-label={`${line.name} ${t(texts.household)}`}
                    onClick={() => open(line.id, 'household')}
                  >
                    <Figure n={line.households.opened} of={line.households.total} />
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
    </div>
  )
}
