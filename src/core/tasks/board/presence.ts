/** Presence that tells of somebody's health. */
export const healthPresenceKinds: ReadonlySet<string> = new Set(['hospital', 'quarantine'])
