/** Sentences of the cards and their routes. */
import type { Text } from '#platform/texts.ts'

export const cardTexts = {
  member: { zh: '本人体温填报卡', en: 'Own temperature reports' },
  household: { zh: '家属健康报备卡', en: 'Family health reports' },
  family: { zh: '家', en: '’s family' },
  memberWhen: { zh: '每天早晚各报一次', en: 'Every morning and evening' },
  householdWhen: { zh: '每天中午 12 点前报一次', en: 'Every day before noon' },
  how: { zh: '用微信或手机相机扫一扫', en: 'Scan with WeChat or the camera' },
  keep: { zh: '只给本人和家人用，丢了找班长换', en: 'Only for you and your family. If lost, ask the squad leader.' },
  cut: { zh: '沿虚线裁开', en: 'Cut along the dashed lines' },
} satisfies Record<string, Text>
