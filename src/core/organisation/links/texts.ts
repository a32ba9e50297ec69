/** Sentences of the cards and their routes. */
import type { Text } from '#platform/texts.ts'

export const cardTexts = {
  member: { zh: '队员卡 · 报自己的体温', en: 'Member' },
  household: { zh: '家庭卡 · 报家里人平安', en: 'Household' },
  family: { zh: '家', en: '’s family' },
  how: { zh: '用微信或相机扫左边的码', en: 'Scan with WeChat or the camera' },
  memberWhen: { zh: '填体温，早晚各发一次', en: 'Tap and send, twice a day' },
  householdWhen: { zh: '点每个人，中午前发送', en: 'Tap for each, send before noon' },
  keep: { zh: '只给本人和家人用，丢了找班长换', en: 'Only for you and your family. If lost, ask the squad leader.' },
  cut: { zh: '沿虚线裁开', en: 'Cut along the dashed lines' },
} satisfies Record<string, Text>
