/** Notices to me that still matter; taking one up says until when nothing goes further up. */
import { Link } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { useSession } from '#web/console/session.ts'
import { Section, ShortTime } from '#web/console/shared/index.ts'
import { clockTime } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { NoticeShape } from '../notices/schema.ts'
import { Item, Items } from './Items.tsx'
import { useAcknowledge, useSeen } from './queries.ts'
import { texts } from './texts.ts'

const namesShown = 5

/** One line a matter: told again while somebody is about to press, the line stays under the finger. */
const matterOf = (n: NoticeShape): string =>
  n.alert?.id ?? (n.measure ? `${n.measure.code} ${n.measure.day} ${n.measure.slot}` : n.id)

export function Know({ notices }: { notices: readonly NoticeShape[] }) {
  const t = useText()
  if (notices.length === 0) return null
  return (
    <Section title={t(texts.know)}>
      <div className="today-know">
        <Items label={t(texts.know)}>
          {notices.map((n) =>
            n.named ? <NamedItem key={n.id} notice={n} /> : <NoticeItem key={matterOf(n)} notice={n} />,
          )}
        </Items>
      </div>
    </Section>
  )
}

/** Named responsible: for what, by whom, and by when each day. */
function NamedItem({ notice: n }: { notice: NoticeShape }) {
  const t = useText()
  const language = useLanguage()
  const seen = useSeen()
  const { by, asks, due } = n.named!
  const times = due.join(language === 'zh' ? '、' : ', ')
  const facts = [
    by !== null && t(texts.namedBy, { name: by }),
    due.length > 0 && t(texts.namedDue, { times }),
    t(asks),
  ].filter((x) => x !== false)
  return (
    <Item
      when={<ShortTime at={n.at} />}
      title={t(texts.noticeNamed, { unit: n.unit.name, title: n.measure ? t(n.measure.title) : '' })}
      note={<small>{facts.join(' · ')}</small>}
      actions={
        <Button size="small" loading={seen.isPending} onClick={() => seen.mutate(n.id)}>
          {t(texts.understood)}
        </Button>
      }
    />
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
              okText={t(texts.confirm)}
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
