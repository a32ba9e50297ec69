/** Importing a roster file, for the command line and scripts. */
export { importRosterFile as importRoster, type RosterOutcome } from './apply.ts'
