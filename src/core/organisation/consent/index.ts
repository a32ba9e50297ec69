/** What consent gives to others. */
export { giveConsent, ownHousehold } from './actions.ts'
export { type ConsentBy, consentBy } from './age.ts'
export { type Notice, notice } from './notice.ts'
export { consentPersonalData } from './personal.ts'
export { openRights } from './rights/actions.ts'
export { consentRoutes } from './routes.ts'
export { type RelativeRow, relativesOf } from './store.ts'
