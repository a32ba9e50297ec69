/** Scripts that once found something, or that chance seldom writes: each run begins with them. */
import type { Script } from './script.ts'

const plain = { observedAgo: 0, triedAgo: null, ahead: null, fever: false, byNumber: false, of: [0, 1, 2] }

/** Reported at 6:10, on leave from then on, and the report turns out to be of the night before: standby is not owed. */
const unmetWhileOnLeave: Script = {
  startMinutes: 0,
  entries: [
    { do: 'move', minutes: 370 },
    { do: 'report', person: 1, answer: plain, via: 'single' },
    { do: 'presence', person: 1, word: 'leave', inHours: 0, hours: null, squad: 0 },
    { do: 'correct', which: 0, answer: { ...plain, observedAgo: 400 } },
  ],
}

/** Missing at 7:00 in the detachment with the stricter due, then transferred to the other: one task, where it was due. */
const dueBeforeTransfer: Script = {
  startMinutes: 0,
  entries: [
    { do: 'move', minutes: 430 },
    { do: 'transfer', person: 1, squad: 3 },
  ],
}

/** Two corrections of one report: the first moved it to the evening, the second, observed later, is not of the evening. */
const twoCorrections: Script = {
  startMinutes: 0,
  entries: [
    { do: 'move', minutes: 500 },
    { do: 'report', person: 1, answer: plain, via: 'single' },
    { do: 'move', minutes: 300 },
    { do: 'correct', which: 0, answer: { ...plain, observedAgo: 10 } },
    { do: 'move', minutes: 660 },
    { do: 'correct', which: 0, answer: plain },
  ],
}

/** A partial answer with a fever, then the whole household well: the flag stays. */
const partialFever: Script = {
  startMinutes: 0,
  entries: [
    { do: 'move', minutes: 400 },
    { do: 'family', answer: { ...plain, fever: true, of: [1] } },
    { do: 'family', answer: plain },
  ],
}

/** Two answer in the evening for three; the third declined at noon and is not waited for. */
const declinedAfterDue: Script = {
  startMinutes: 0,
  entries: [
    { do: 'move', minutes: 800 },
    { do: 'consent', relative: 2, given: false },
    { do: 'move', minutes: 300 },
    { do: 'family', answer: { ...plain, of: [0, 1] } },
  ],
}

/** Corrected after its window closed: it was in time, and stays so. */
const correctedAfterClose: Script = {
  startMinutes: 0,
  entries: [
    { do: 'move', minutes: 300 },
    { do: 'report', person: 1, answer: plain, via: 'single' },
    { do: 'move', minutes: 540 },
    { do: 'correct', which: 0, answer: { ...plain, observedAgo: 540 } },
  ],
}

/** The correction comes first and says that it was the night before; the original, in the window, must not meet. */
const lateOriginal: Script = {
  startMinutes: 0,
  entries: [
    { do: 'move', minutes: 400 },
    { do: 'early', person: 1, answer: { ...plain, observedAgo: 500 }, original: plain },
    { do: 'release', which: 0 },
  ],
}

/** Declined before due, so that two answers were enough; consenting in the afternoon takes nothing back. */
const consentedAfterDue: Script = {
  startMinutes: 0,
  entries: [
    { do: 'consent', relative: 2, given: false },
    { do: 'move', minutes: 400 },
    { do: 'family', answer: { ...plain, of: [0, 1] } },
    { do: 'move', minutes: 400 },
    { do: 'consent', relative: 2, given: true },
  ],
}

export const examples: Script[] = [
  lateOriginal,
  consentedAfterDue,
  unmetWhileOnLeave,
  dueBeforeTransfer,
  twoCorrections,
  partialFever,
  declinedAfterDue,
  correctedAfterClose,
]
