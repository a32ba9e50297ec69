/** The list of people: who, posts, unit, where they are; a name opens the person. */

import { Link } from '@tanstack/react-router'
import { Table } from 'antd'
import type { Language } from '#platform/texts.ts'
import { useSession } from '#web/console/session.ts'
import { shortText } from '#web/console/shared/moments.ts'
import { type Say, useLanguage, useText } from '#web/console/text.ts'
import type { PersonItem } from '../../people/schema.ts'
import { type PresenceKind, presenceTexts } from '../../presence/schema.ts'
import { relationName } from '../../relations.ts'
import { postNames } from './post-name.ts'
import { texts } from './texts.ts'

/** Unit without the detachment, which is the same for nearly all. */
export const shortUnit = (fullName: string): string => fullName.split('/').slice(1).join(' · ') || fullName

export function PresenceTag({ presence }: { presence: PersonItem['presence'] }) {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  if (!presence || presence.kind === 'on_station' || presence.kind === 'on_shift')
    return <span className="row-note">{t(presenceTexts.on_station)}</span>
  const kind = t(presenceTexts[presence.kind as PresenceKind])
  const day = presence.until && shortText(Date.parse(presence.until), language, zone)
  return <span className="tag">{day ? t(texts.until, { kind, day }) : t(texts.openEnded, { kind })}</span>
}

const columns = (t: Say, language: Language, phones: boolean) => [
  {
    title: t(texts.name),
    key: 'name',
    width: 190,
    render: (one: PersonItem) => (
      <>
        <Link to="/people/$personId" params={{ personId: one.id } as never} className="row-name">
          {one.name}
        </Link>
        {one.kind === 'relative' && (
          <div className="row-note">
            {t(texts.relativeOf, { of: one.of ?? '', relation: relationName(one.relation, language) })}
          </div>
        )}
      </>
    ),
  },
  { title: t(texts.number), key: 'no', width: 110, render: (one: PersonItem) => one.staff_no ?? '' },
  { title: t(texts.posts), key: 'posts', width: 150, render: (one: PersonItem) => postNames(one.posts, language) },
  { title: t(texts.unit), key: 'unit', render: (one: PersonItem) => shortUnit(one.unit.full_name) },
  {
    title: t(texts.presence),
    key: 'presence',
    width: 220,
    render: (one: PersonItem) => (one.kind === 'member' ? <PresenceTag presence={one.presence} /> : ''),
  },
  ...(phones
    ? [
        {
          title: t(texts.phone),
          key: 'phone',
          width: 140,
          render: (one: PersonItem) => (one.phone ? <a href={`tel:${one.phone}`}>{one.phone}</a> : '—'),
        },
      ]
    : []),
]

export function PeopleTable({ people }: { people: readonly PersonItem[] }) {
  const t = useText()
  const language = useLanguage()
  const phones = people.some((one) => one.phone !== undefined)
  return (
    <div className="card">
      <Table
        className="people-wide"
        rowKey="id"
        size="small"
        pagination={false}
        columns={columns(t, language, phones)}
        dataSource={[...people]}
      />
      <ul className="people-narrow quiet-list">
        {people.map((one) => (
          <li key={one.id} className="row">
            <div className="row-main">
              <Link to="/people/$personId" params={{ personId: one.id } as never} className="row-name">
                {one.name}
              </Link>{' '}
              {postNames(one.posts, language)}
              <div className="row-note">
                {one.kind === 'relative'
                  ? t(texts.relativeOf, { of: one.of ?? '', relation: relationName(one.relation, language) })
                  : one.staff_no}{' '}
                · {shortUnit(one.unit.full_name)}
              </div>
            </div>
            {one.presence && <PresenceTag presence={one.presence} />}
            {one.phone && <a href={`tel:${one.phone}`}>{one.phone}</a>}
          </li>
        ))}
      </ul>
    </div>
  )
}
