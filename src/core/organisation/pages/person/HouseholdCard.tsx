/** The household: its members, its relatives with what they consented to, and its card. */
import { Link } from '@tanstack/react-router'
import { Card, Section } from '#web/console/shared/index.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { PersonAnswer } from '../../people/schema.ts'
import { relationName } from '../../relations.ts'
import { CardState } from './CardState.tsx'
import { texts } from './texts.ts'

export function HouseholdCard({ person }: { person: PersonAnswer }) {
  const t = useText()
  const language = useLanguage()
  const { household } = person
  if (!household) {
    return (
      <Section title={t(texts.household)}>
        <Card className="card-pad">{t(texts.noHousehold)}</Card>
      </Section>
    )
  }
  const others = household.members.filter((one) => one.id !== person.id)
  return (
    <Section title={t(texts.household)}>
      <Card>
        {others.map((one) => (
          <div className="row" key={one.id}>
            <div className="row-main">
              <Name id={one.id} name={one.name} self={false} /> <span className="row-note">{one.staff_no}</span>
            </div>
          </div>
        ))}
        {household.relatives.map((one) => (
          <div className="row" key={one.id}>
            <div className="row-main">
              <Name id={one.id} name={one.name} self={one.id === person.id} />{' '}
              <span className="row-note">
                {relationName(one.relation, language)}
                {one.born !== null && ` · ${t(texts.bornIn, { year: one.born })}`}
              </span>
            </div>
            {one.declined && <span className="tag">{t(texts.declined)}</span>}
            {one.phone && <a href={`tel:${one.phone}`}>{one.phone}</a>}
          </div>
        ))}
        <div className="row">
          <div className="row-main row-note">
            {t(texts.cardHome)} · <CardState kind="household" id={household.id} link={household.link} person={person} />
          </div>
        </div>
      </Card>
    </Section>
  )
}

function Name({ id, name, self }: { id: string; name: string; self: boolean }) {
  if (self) return <strong>{name}</strong>
  return (
    <Link to="/people/$personId" params={{ personId: id } as never} className="row-name">
      {name}
    </Link>
  )
}
