/** Notices to me that still matter; taking one up says until when nothing goes further up. */
import { Link } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { useSession } from '#web/console/session.ts'
import { Section, ShortTime } from '#web/console/shared/index.ts'
import { clockTime } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { NoticeShape } from '../notices/schema.ts'
import { Item, Items } from './Items.tsx'
import { useAcknowledge } from './queries.ts'
import { texts } from './texts.ts'

const namesShown = 5

export function Know({ notices }: { notices: readonly NoticeShape[] }) {
  const t = useText()
  if (notices.length === 0) return null
  return (
    <Section title={t(texts.know)}>
      <div className="today-know">
        <Items label={t(texts.know)}>
          {notices.map((n) => (
            <NoticeItem key={n.id} notice={n} />
          ))}
        </Items>
      </div>
    </Section>
  )
}

function NoticeItem({ notice: n }: { notice: NoticeShape }) {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  const acknowledge = useAcknowledge()
  const names = n.missing
    .slice(0, namesShown)
    .map((m) => m.name)
    .join(language === 'zh' ? '、' : ', ')
  const more = n.missing.length > namesShown ? t(texts.andMore) : ''
  const words = n.alert
    ? t(texts.noticeAlert, { name: n.alert.name })
    : t(texts.noticeMissing, {
        title: n.measure ? t(n.measure.title) : '',
        count: n.missing.length,
        names: names + more,
      })
  const hours = t(n.level === 'red' ? texts.thirtyMinutes : texts.fourHours)
  return (
    <Item
      tone={n.level === 'red' ? 'red' : 'plain'}
      when={<ShortTime at={n.at} />}
      title={words}
      note={
        n.acknowledged_at &&
        n.expires_at && (
          <small>{t(texts.acknowledgedUntil, { time: clockTime(Date.parse(n.expires_at), language, zone) })}</small>
        )
      }
      actions={
        <>
          {n.alert && (
            <Link to={'/alerts/$alertId' as never} params={{ alertId: n.alert.id } as never}>
              <Button size="small">{t(texts.open)}</Button>
            </Link>
          )}
          {!(n.acknowledged_at && n.expires_at) && n.via !== 'owner' && n.via !== 'hand' && (
            <Popconfirm
              title={t(texts.acknowledge)}
              description={t(texts.acknowledgeConsequence, { hours })}
              okText={t(texts.save)}
              cancelText={t(texts.cancel)}
              onConfirm={() => acknowledge.mutate(n.id)}
            >
              <Button size="small" loading={acknowledge.isPending}>
                {t(texts.acknowledge)}
              </Button>
            </Popconfirm>
          )}
        </>
      }
    />
  )
}
