/** What may endanger a person: alerts that are not closed, red first, with the time left and what hangs on it. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { Ago, Section } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import type { UrgentShape } from '../today/schema.ts'
import { AlertButtons } from './AlertForms.tsx'
import { AlertConsequences, AlertHeadline } from './AlertWords.tsx'
import { Item, Items } from './Items.tsx'
import { texts } from './texts.ts'

export function Urgent({ list }: { list: readonly UrgentShape[] }) {
  const t = useText()
  if (list.length === 0) return null
  return (
    <Section title={t(texts.urgent)}>
      <Items label={t(texts.urgent)}>
        {list.map(({ alert, same_squad }) => (
          <Item
            key={alert.id}
            tone={alert.state === 'open' ? alert.level : 'plain'}
            when={<Ago at={alert.opened_at} />}
            title={<AlertHeadline alert={alert} />}
            note={<AlertConsequences alert={alert} sameSquad={same_squad} />}
            actions={
              <>
                {alert.subject.phone && <Button href={`tel:${alert.subject.phone}`}>{t(texts.call)}</Button>}
                <Link to={'/alerts/$alertId' as never} params={{ alertId: alert.id } as never}>
                  <Button>{t(texts.open)}</Button>
                </Link>
                <AlertButtons alert={alert} only={alert.state === 'open' ? ['assess'] : ['close']} />
              </>
            }
          />
        ))}
      </Items>
    </Section>
  )
}
