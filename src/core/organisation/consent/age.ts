/** Who consents for a relative: the relative, or for a child under 14 a guardian. */

/** Under this age a guardian consents (Personal Information Protection Law of China, article 31). */
const ownConsentFrom = 14

/** `either`: the year of birth is not known and the relation is a child's, so that the family says which. */
export type ConsentBy = 'self' | 'guardian' | 'either'

/** Relations that may be a child's, in a roster's words. */
const childRelation = /孩子|儿子|女儿|[子女孙]$|son|daughter|child/i

/**
 * Decides from the year of birth, all that a roster tells. Who may still be 13 counts as a child: the birthday of the
 * year is not known, and asking the guardian of a fourteen-year-old is the smaller mistake.
 */
export function consentBy(born: number | null, relation: string | null, year: number): ConsentBy {
  if (born !== null) return year - born <= ownConsentFrom ? 'guardian' : 'self'
  return relation !== null && childRelation.test(relation) && relation !== '妻子' ? 'either' : 'self'
}
