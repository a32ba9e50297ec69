/** Who somebody is, and the own card. */
import { Card, Section } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import type { PersonAnswer } from '../../people/schema.ts'
import { relationText } from '../../relations.ts'
import { CardState } from './CardState.tsx'
import { texts } from './texts.ts'

export function IdentityCard({ person }: { person: PersonAnswer }) {
  const t = useText()
  const sex = person.sex === 'male' ? texts.male : person.sex === 'female' ? texts.female : texts.unknown
  return (
    <Section title={t(texts.identity)}>
      <Card className="card-pad">
        <dl className="person-facts">
          {person.staff_no && (
            <>
              <dt>{t(texts.number)}</dt>
              <dd>{person.staff_no}</dd>
            </>
          )}
          {person.relation && (
            <>
              <dt>{t(texts.relation)}</dt>
              <dd>{t(relationText(person.relation))}</dd>
            </>
          )}
          <dt>{t(texts.unit)}</dt>
          <dd>{person.unit.full_name.split('/').join(' · ')}</dd>
          {person.phone !== undefined && (
            <>
              <dt>{t(texts.phone)}</dt>
              <dd>{person.phone ? <a href={`tel:${person.phone}`}>{person.phone}</a> : t(texts.unknown)}</dd>
            </>
          )}
          <dt>{t(texts.sex)}</dt>
          <dd>{t(sex)}</dd>
          <dt>{t(texts.born)}</dt>
          <dd>{person.born ?? t(texts.unknown)}</dd>
          {person.kind === 'member' && (
            <>
              <dt>{t(texts.cardOwn)}</dt>
              <dd>
                <CardState kind="person" id={person.id} link={person.link} person={person} />
              </dd>
            </>
          )}
        </dl>
      </Card>
    </Section>
  )
}
