/** Shapes and problems of access links; imports nothing of the server, so that pages share it. */
import Type, { type Static } from 'typebox'
import { defineProblems } from '#platform/problems.ts'

export const LinkKindShape = Type.Union([Type.Literal('person'), Type.Literal('household')])

export const ExchangeBody = Type.Object({
  token: Type.String({ maxLength: 300 }),
  /** The last four digits of the telephone number on record, once they were asked for. */
  digits: Type.Optional(Type.String({ maxLength: 20 })),
})

export const ExchangeAnswer = Type.Object({
  kind: LinkKindShape,
  /** `in`: this device is let in; `digits`: the last four digits of the telephone number are asked for. */
  state: Type.Union([Type.Literal('in'), Type.Literal('digits')]),
  /** Where the page goes on: `/r` for a household, `/me` for a member. */
  go: Type.String(),
})
export type ExchangeAnswer = Static<typeof ExchangeAnswer>

export const LinkBody = Type.Object({ kind: LinkKindShape, id: Type.String({ format: 'uuid' }) })

export const PermitAnswer = Type.Object({
  name: Type.String(),
  /** Until when one new device is let in. */
  until: Type.String(),
})

export const UnitQuery = Type.Object({ unit: Type.String({ minLength: 1, maxLength: 400 }) })

const NamedUnit = Type.Object({
  id: Type.String(),
  name: Type.String(),
  full_name: Type.String(),
  /** ltree path, by which a page knows what its reader may do there. */
  path: Type.String(),
})

/** `opened` of `total`: cards that a phone was let in by. */
export const CardCount = Type.Object({ opened: Type.Integer(), total: Type.Integer() })
export type CardCount = Static<typeof CardCount>

export const CardsAnswer = Type.Object({
  unit: NamedUnit,
  /** PUBLIC_URL, which stands on the cards; null: not set, and nothing can be printed. */
  address: Type.Union([Type.String(), Type.Null()]),
  members: CardCount,
  households: CardCount,
  /** The units directly below that have cards, each with all below it. */
  below: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      kind: Type.String(),
      members: CardCount,
      households: CardCount,
    }),
  ),
  /** What hangs on the unit itself, where there are units below. */
  own: Type.Union([Type.Object({ members: CardCount, households: CardCount }), Type.Null()]),
  /** The documents that the cards are printed in, in order; `units`: the stations in each. */
  parts: Type.Array(Type.Object({ cards: Type.Integer(), units: Type.Array(Type.String()) })),
})
export type CardsAnswer = Static<typeof CardsAnswer>

export const CardItem = Type.Object({
  kind: LinkKindShape,
  id: Type.String(),
  name: Type.String(),
  staff_no: Type.Union([Type.String(), Type.Null()]),
  unit: NamedUnit,
  relatives: Type.Array(Type.String()),
  devices: Type.Integer(),
  seen_at: Type.Union([Type.String(), Type.Null()]),
  /** Too many wrong digits were tried; until when. */
  locked_until: Type.Union([Type.String(), Type.Null()]),
  /** One new phone is let in without digits; until when. */
  permit_until: Type.Union([Type.String(), Type.Null()]),
})
export type CardItem = Static<typeof CardItem>

export const CardNames = Type.Object({
  cards: Type.Array(CardItem),
  /** There are more than are listed. */
  more: Type.Boolean(),
})
export type CardNames = Static<typeof CardNames>

export const NamesQuery = Type.Object({
  unit: Type.String({ minLength: 1, maxLength: 400 }),
  kind: Type.Optional(LinkKindShape),
  opened: Type.Optional(Type.Boolean()),
  q: Type.Optional(Type.String({ maxLength: 60 })),
})

export const PrintQuery = Type.Object({
  unit: Type.String({ minLength: 1, maxLength: 400 }),
  /** Which of the documents, from 1; left out: all cards in one. */
  part: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
})

export const ReplacedAnswer = Type.Object({ cards: Type.Integer() })

export const linkProblems = defineProblems({
  'link-malformed': [
    404,
    {
      zh: '这个链接不完整。请重新扫一下卡上的二维码，或把链接从头到尾完整复制一遍。',
      en: 'This link is not complete. Please scan the code on the card again, or copy the whole link.',
    },
  ],
  'link-unknown': [
    404,
    {
      zh: '没有这个链接。请扫自家卡上的二维码；卡找不到了，请向班长要一张新的。',
      en: 'There is no such link. Please scan the code on your own card; if it is lost, ask the squad leader for a new one.',
    },
  ],
  'link-revoked': [
    410,
    {
      zh: '这张卡已经停用，请用新发的那张；没有收到新卡，请向班长要。',
      en: 'This card is no longer in use. Please use the new one, or ask the squad leader for it.',
    },
  ],
  'link-digits-wrong': [
    403,
    {
      zh: '号码后四位对不上，还可以再试 {left} 次。',
      en: 'These four digits do not match. You can try {left} more times.',
    },
  ],
  'link-locked': [
    429,
    {
      zh: '试错太多次，请 {minutes} 分钟后再试，或请班长放行这部手机。',
      en: 'Too many wrong tries. Try again in {minutes} {minutes|minute|minutes}, or ask the squad leader to let this phone in.',
    },
  ],
  'link-ask-leader': [
    403,
    {
      zh: '这张卡已在另一部手机上用过，队里没有登记可核对的电话。请班长放行这部手机，再打开一次。',
      en: 'This card is in use on another phone, and there is no telephone number on record to check. Please ask the squad leader to let this phone in, then open the link again.',
    },
  ],
  'links-no-address': [
    409,
    {
      zh: '还不能印卡：没有设置 PUBLIC_URL（家属手机能打开的网址）。请管理员设好后重启。',
      en: 'Cards cannot be printed yet: PUBLIC_URL, the address that families can open, is not set. Please ask the administrator to set it and restart.',
    },
  ],
  'links-no-part': [
    404,
    {
      zh: '“{unit}”的卡分 {parts} 份，没有第 {part} 份。名册可能刚变过，请刷新页面再下载。',
      en: 'The cards of “{unit}” come in {parts} parts; there is no part {part}. The roster may just have changed: please reload the page.',
    },
  ],
  'links-too-many': [
    422,
    {
      zh: '“{unit}”有 {count} 张卡，一份最多印 {limit} 张。请分成几份印（part=1、2……），或下载 CSV。',
      en: '“{unit}” has {count} {count|card|cards}, and one sheet takes {limit}. Please print it in parts (part=1, 2 …), or take the CSV.',
    },
  ],
})
