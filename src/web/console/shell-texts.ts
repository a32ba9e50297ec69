/** Sentences of the console's shell and of the components that every page shares. */
import type { Text } from '#platform/texts.ts'

export const shellTexts = {
  noConnection: {
    zh: '连不上服务器，这次没有存上。网络好了再试一次。',
    en: 'The server cannot be reached, so nothing was stored this time. Please try again once the network is back.',
  },
  noAnswer: {
    zh: '服务器没有正常回应（{status}），请稍后再试。',
    en: 'The server did not answer properly ({status}). Please try again in a moment.',
  },
} satisfies Record<string, Text>
