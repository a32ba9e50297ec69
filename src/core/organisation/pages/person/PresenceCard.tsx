/** Where somebody is, will be and was; an entry is ended or withdrawn where it stands. */
import { Button, Popconfirm } from 'antd'
import { api } from '#web/console/api.ts'
import { serverNow } from '#web/console/now.ts'
import { useSession } from '#web/console/session.ts'
import { Card, EmptyState, Section } from '#web/console/shared/index.ts'
import { shortText } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { PersonAnswer } from '../../people/schema.ts'
import { type PeriodShape, type PresenceKind, presenceTexts } from '../../presence/schema.ts'
import { useChange } from './queries.ts'
import { texts } from './texts.ts'

export function PresenceCard({ person, changes }: { person: PersonAnswer; changes: boolean }) {
  const t = useText()
  return (
    <Section title={t(texts.presence)} note={t(texts.presenceNote)}>
      <Card>
        {person.presence.length === 0 && <EmptyState title={t(texts.noPresence)} hint={t(texts.noPresenceHint)} />}
        {person.presence.map((one) => (
          <Row key={one.id} one={one} person={person} changes={changes} />
        ))}
      </Card>
    </Section>
  )
}

function Row({ one, person, changes }: { one: PeriodShape; person: PersonAnswer; changes: boolean }) {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  const end = useChange(person.id, (until: string) => api.put(`/api/presence/${one.id}`, { until }))
  const withdraw = useChange(person.id, () => api.delete(`/api/presence/${one.id}`))
  const time = (at: string) => shortText(Date.parse(at), language, zone)
  const now = serverNow()
  const current = Date.parse(one.from) <= now && (one.until === null || now < Date.parse(one.until))
  const over = one.until !== null && Date.parse(one.until) <= now
  const notes = [one.place, one.unit && t(texts.at, { unit: one.unit }), one.note, t(texts.by, { by: one.by })].filter(
    Boolean,
  )
  const error = end.error ?? withdraw.error
  return (
    <div className="row">
      <div className="row-main">
        <div>
          <span className={over ? 'row-note' : 'row-name'}>{t(presenceTexts[one.kind as PresenceKind])}</span>{' '}
          {time(one.from)} – {one.until ? time(one.until) : '…'}
        </div>
        <div className="row-note">{notes.join(' · ')}</div>
        {error && <p role="alert">{error.message}</p>}
      </div>
      {changes && (
        <div className="row-actions">
          {current && (
            <Button
              size="small"
              loading={end.isPending}
              onClick={() => end.mutate(new Date(serverNow()).toISOString())}
            >
              {t(texts.endNow)}
            </Button>
          )}
          {!over && (
            <Popconfirm
              title={t(texts.withdrawAsk)}
              okText={t(texts.withdraw)}
              cancelText={t(texts.cancel)}
              onConfirm={() => withdraw.mutate(undefined)}
            >
              <Button size="small" type="text" loading={withdraw.isPending}>
                {t(texts.withdraw)}
              </Button>
            </Popconfirm>
          )}
        </div>
      )}
    </div>
  )
}
