/** The shapes of the server's answers, by the names that the pages use. */
export type {
  AskedBy,
  Choice,
  Field,
  HouseholdPage as Household,
  MemberPage as Member,
  OwnPlace as Place,
  PageForm,
  Relative,
  SheetMember as SquadMember,
  SquadSheet as Squad,
} from '#modules/health/schema.ts'
