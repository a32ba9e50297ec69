/** A roster file: read, check, plan. Pure; whoever applies the plan reads the organisation and writes it. */
export { badRowsCsv, badRowsXlsx } from './bad-rows.ts'
export { type CheckOptions, checkRoster } from './check.ts'
export { isFault, rosterProblems } from './faults.ts'
export type * from './model.ts'
export { type PlanOptions, planRoster } from './plan.ts'
export { defaultPosts } from './posts.ts'
export { readPastedRoster, readRosterFile } from './read.ts'
