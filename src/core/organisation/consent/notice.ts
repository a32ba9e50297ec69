/** What families are told before they report: who asks for what, why, who sees it, for how long, and their rights. */
import type { Text } from '#platform/texts.ts'

export interface Notice {
  /** Moves with every change of the text; a consent names the version that was read. */
  readonly version: number
  readonly title: Text
  readonly sections: readonly { readonly title: Text; readonly text: Text }[]
}

export const notice: Notice = {
  version: 1,
  title: { zh: '填报前，请先看一看', en: 'Before you report' },
  sections: [
    {
      title: { zh: '填什么', en: 'What we ask' },
      text: {
        zh: '每天一次：家里每个人有没有不舒服；不舒服时的体温和症状。不问病史，不问想法，也不定位。',
        en: 'Once a day: whether anybody at home feels unwell, and if so the temperature and symptoms. No medical history, no opinions, no location.',
      },
    },
    {
      title: { zh: '为什么', en: 'Why' },
      text: {
        zh: '疫情期间，家里有人发热，要让队里早知道：早帮您家，也早护住同住一个营区的人。只用于疫情防控和帮扶。',
        en: 'While the disease spreads, the service needs to know early of a fever at home: to help you, and to protect those who live together at the station. It is used for this alone.',
      },
    },
    {
      title: { zh: '谁能看到', en: 'Who sees it' },
      text: {
        zh: '联系您家的网格员和班长、本站主官、支队负责疫情防控的同志。谁看过都有记录。不给别的单位，不公开。',
        en: 'Your grid contact and squad leader, the chiefs of the station, and those at the detachment who are charged with the response. Every look is recorded. It goes to nobody else.',
      },
    },
    {
      title: { zh: '留多久', en: 'How long it is kept' },
      text: {
        zh: '从收到起留 90 天，到期自动删除。',
        en: '90 days from receipt, then it is deleted by itself.',
      },
    },
    {
      title: { zh: '您的权利', en: 'Your rights' },
      text: {
        zh: '可以不同意，也可以随时改主意；不同意不影响您的家人在队里的任何事。可以要求查看、复制、更正、删除，在本页最下面“我的信息”里提。',
        en: 'You may decline, and change your mind at any time; it has no effect on your firefighter. You may ask to see, copy, correct or delete what is kept, under “My data” at the foot of this page.',
      },
    },
    {
      title: { zh: '谁来同意', en: 'Who consents' },
      text: {
        zh: '满 14 周岁的，请本人点；不满 14 周岁的，由父母或其他监护人点。不会用手机的，家人念给本人听，由本人点。',
        en: 'Everybody of 14 or older taps for themselves; for a child under 14 a parent or guardian does. Whoever does not use a phone has it read out and taps.',
      },
    },
  ],
}
