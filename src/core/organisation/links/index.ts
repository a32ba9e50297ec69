/** What access links give to others. */
export { type PrintOptions, permitDevice, printLinks, revokeLink } from './actions.ts'
export { type Card, cardsCsv, cardsPdf, cardsPerDocument } from './cards.ts'
export { linkRoutes } from './routes.ts'
export { type LinkKind, linkKey, makeLinkToken } from './token.ts'
