/** Where one is signed in, each device with a way to sign it out. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import type { SessionItem } from '#platform/access/schema.ts'
import { api } from '#web/console/api.ts'
import { Ago, Card, FailState, Loaded, Section, SkeletonRows } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import { deviceName } from './device.ts'
import { settingsTexts as texts } from './texts.ts'

const key = ['sessions'] as const

export function SessionsSection() {
  const t = useText()
  const query = useQuery({ queryKey: key, queryFn: () => api.get<SessionItem[]>('/api/sessions') })
  return (
    <Section title={t(texts.sessions)} note={t(texts.sessionsNote)}>
      <Loaded query={query} skeleton={<SkeletonRows rows={2} height={56} />}>
        {(items) => (
          <Card>
            {items.map((item) => (
              <Device key={item.id} item={item} />
            ))}
          </Card>
        )}
      </Loaded>
    </Section>
  )
}

function Device({ item }: { item: SessionItem }) {
  const t = useText()
  const client = useQueryClient()
  const end = useMutation({
    mutationFn: () => api.delete(`/api/sessions/${item.id}`),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
  return (
    <div className="row">
      <div className="row-main">
        <div className="row-name">{deviceName(item.agent) ?? t(texts.unknownDevice)}</div>
        <div className="row-note">
          {t(texts.lastUsed)} <Ago at={item.seenAt} />
        </div>
      </div>
      {item.current ? (
        <span className="tag tag-ok">{t(texts.thisOne)}</span>
      ) : (
        <Button loading={end.isPending} onClick={() => end.mutate()}>
          {t(texts.end)}
        </Button>
      )}
      {end.error && <FailState error={end.error} onRetry={() => end.mutate()} />}
    </div>
  )
}
