/** The ways by which a notice reaches somebody. SMS, WeCom and others join here with a later issue; callers stay as they are. */
import type { Work } from '#platform/work.ts'
import type { SentNotice } from './told.ts'

export interface Channel {
  readonly code: string
  /** Sends inside the transaction that stored the notices; a channel to the outside leaves rows for a worker of its own. */
  send(work: Work, notices: readonly SentNotice[]): Promise<void>
}

/** The inbox on Today and `/me`: the stored row is the message. */
const inbox: Channel = { code: 'inbox', send: async () => {} }

/** Open screens hear that the recipient's unit changed, and fetch again under their own rights. */
const screens: Channel = {
  code: 'screens',
  send: async (work, notices) => {
    for (const n of notices) work.touch(n.unitId)
  },
}

/** In the order in which they are tried. The call list is printed from the same rows. */
export const channels: readonly Channel[] = [inbox, screens]

export async function send(work: Work, notices: readonly SentNotice[]): Promise<void> {
  if (notices.length === 0) return
  for (const channel of channels) await channel.send(work, notices)
}
