/** Sentences of the roster and of one person's page. */
import type { Text } from '#platform/texts.ts'

export const texts = {
  title: { zh: '人员', en: 'People' },
  found: { zh: '{count} 人', en: '{count} {count|person|people}' },
  cards: { zh: '印发填报卡', en: 'Access cards' },
  import: { zh: '导入花名册', en: 'Import a roster' },
  search: { zh: '姓名、首字母或编号', en: 'Name, initials or number' },
  units: { zh: '单位', en: 'Units' },
  everywhere: { zh: '全部单位', en: 'All units' },
  all: { zh: '全部', en: 'All' },
  members: { zh: '队员', en: 'Members' },
  relatives: { zh: '家属', en: 'Relatives' },
  name: { zh: '姓名', en: 'Name' },
  number: { zh: '编号', en: 'Number' },
  posts: { zh: '职务', en: 'Posts' },
  unit: { zh: '单位', en: 'Unit' },
  presence: { zh: '在位情况', en: 'Presence' },
  phone: { zh: '手机', en: 'Telephone' },
  relativeOf: { zh: '{of}的{relation}', en: '{relation} of {of}' },
  until: { zh: '{kind}，到 {day}', en: '{kind} until {day}' },
  openEnded: { zh: '{kind}，没定归期', en: '{kind}, no end set' },
  none: { zh: '这里还没有人', en: 'Nobody here yet' },
  noneHint: { zh: '导入花名册以后，人员会出现在这里。', en: 'People appear here once a roster is imported.' },
  notFound: { zh: '没有找到“{q}”', en: 'Nothing found for "{q}"' },
  notFoundHint: {
    zh: '试试姓名里的一两个字、拼音首字母，或编号的后几位。只找您管的单位。',
    en: 'Try a part of the name or of the number. Only your own units are searched.',
  },
  more: { zh: '再看一些', en: 'More' },
} as const satisfies Record<string, Text>
