/** Alerts at and below a unit: red first, then what runs out first. */
import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useSession } from '#web/console/session.ts'
import { Ago, EmptyState, Loaded, Page, StaleNote, useAddress } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import { type AlertShape, levelTexts, stateTexts } from '../alerts/schema.ts'
import { AlertButtons } from './AlertForms.tsx'
import { AlertConsequences, AlertHeadline } from './AlertWords.tsx'
import { Item, Items } from './Items.tsx'
import { useAlerts } from './queries.ts'
import { texts } from './texts.ts'
import './today.css'

export default function AlertsPage() {
  const t = useText()
  const [at, go] = useAddress()
  const { capacity } = useSession()
  const closed = at.state === 'closed'
  const query = useAlerts(at.unit ?? capacity?.unit.id, closed ? 'closed' : undefined)
  return (
    <Page
      title={t(texts.alerts)}
      actions={
        <Segmented
          value={closed ? 'closed' : 'open'}
          options={[
            { value: 'open', label: t(texts.alertsOpen) },
            { value: 'closed', label: t(texts.alertsClosed) },
          ]}
          onChange={(state) => go({ state: state === 'closed' ? 'closed' : undefined })}
        />
      }
    >
      <Loaded query={query}>
        {({ pages }) => {
          const [first] = pages
          const alerts = [...new Map(pages.flatMap((p) => p.alerts).map((a) => [a.id, a])).values()]
          if (!first || alerts.length === 0)
            return (
              <EmptyState
                title={t(closed ? texts.alertsNoneClosed : texts.alertsNone)}
                hint={t(closed ? texts.alertsNoneClosedHint : texts.alertsNoneHint)}
              />
            )
          return (
            <div className="today-frame">
              <StaleNote asOf={first.as_of} failed={query.error !== null} retry={() => void query.refetch()} />
              <Items label={t(texts.alerts)}>
                {alerts.map((alert) => (
                  <AlertItem key={alert.id} alert={alert} />
                ))}
              </Items>
              {query.hasNextPage && (
                <Button
                  block
                  style={{ marginTop: 12 }}
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t(texts.alertsMore, { count: first.total - alerts.length })}
                </Button>
              )}
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}

function AlertItem({ alert }: { alert: AlertShape }) {
  const t = useText()
  return (
    <Item
      tone={alert.state === 'open' ? alert.level : 'plain'}
      when={
        <>
          <Ago at={alert.opened_at} />
          <small>{`${t(levelTexts[alert.level])} · ${t(stateTexts[alert.state])}`}</small>
        </>
      }
      title={
        <Link to={'/alerts/$alertId' as never} params={{ alertId: alert.id } as never} className="today-link">
          <AlertHeadline alert={alert} /> <span className="row-note">{alert.unit.name}</span>
        </Link>
      }
      note={<AlertConsequences alert={alert} />}
      actions={
        alert.state !== 'closed' && (
          <AlertButtons alert={alert} only={alert.state === 'open' ? ['assess'] : ['close']} />
        )
      }
    />
  )
}
