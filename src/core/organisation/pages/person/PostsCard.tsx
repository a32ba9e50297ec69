/** Posts held now and before, and moves between units. */

import { useSession } from '#web/console/session.ts'
import { Card, Section, ShortTime } from '#web/console/shared/index.ts'
import { shortText } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { PersonAnswer } from '../../people/schema.ts'
import { shortUnit } from '../people/PeopleTable.tsx'
import { postName } from '../people/post-name.ts'
import { texts } from './texts.ts'

export function PostsCard({ person }: { person: PersonAnswer }) {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  const day = (at: string) => shortText(Date.parse(at), language, zone)
  return (
    <Section title={t(texts.posts)}>
      <Card>
        {person.posts.length === 0 && <div className="card-pad">{t(texts.noPosts)}</div>}
        {person.posts.map((one) => (
          <div className="row" key={`${one.post} ${one.unit} ${one.from}`}>
            <div className="row-main">
              <span className={one.until === null ? 'row-name' : 'row-note'}>{postName(one.post, language)}</span>{' '}
              <span className="row-note">{shortUnit(one.unit)}</span>
            </div>
            <span className="row-note">
              {one.until === null
                ? t(texts.held, { from: day(one.from) })
                : t(texts.heldUntil, { from: day(one.from), until: day(one.until) })}
            </span>
          </div>
        ))}
      </Card>
    </Section>
  )
}

export function TransfersCard({ person }: { person: PersonAnswer }) {
  const t = useText()
  if (person.transfers.length === 0) return null
  return (
    <Section title={t(texts.transfers)}>
      <Card>
        {person.transfers.map((one) => (
          <div className="row" key={one.at}>
            <div className="row-main">
              {t(texts.transferLine, { from: shortUnit(one.from), to: shortUnit(one.to) })}
            </div>
            <ShortTime at={one.at} />
          </div>
        ))}
      </Card>
    </Section>
  )
}
