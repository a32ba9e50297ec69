/** Words of the page of requests about data. */
import type { Text } from '#platform/texts.ts'

export const texts = {
  title: { zh: '个人信息请求', en: 'Requests about personal data' },
  note: {
    zh: '家属和队员在自己页面上提的：要求查看、复制、更正或删除自己的信息',
    en: 'Made by families and members on their own pages: to see, copy, correct or delete what is kept about them',
  },
  open: { zh: '待答复', en: 'To answer' },
  answered: { zh: '已答复', en: 'Answered' },
  none: { zh: '现在没有待答复的请求', en: 'Nothing to answer' },
  noneHint: {
    zh: '家属和队员在填报页最下面的“我的信息”里提了请求，就会出现在这里。',
    en: 'What families and members ask under “My data”, at the foot of their page, appears here.',
  },
  noneAnswered: { zh: '还没有答复过', en: 'None answered yet' },
  home: { zh: '{name}家', en: 'Family of {name}' },
  ofMember: { zh: '{name}（本人）', en: '{name} (member)' },
  ofPerson: { zh: '{person}（{name}家）', en: '{person} (family of {name})' },
  everybody: { zh: '全家', en: 'the whole family' },
  by: { zh: '{day} 前答复', en: 'answer by {day}' },
  over: { zh: '已等 {days} 天，过了 30 天', en: 'has waited {days} {days|day|days}, past the 30' },
  answeredBy: { zh: '{name} 答复', en: 'answered by {name}' },
  words: { zh: '原话', en: 'In their words' },
  about: { zh: '关于', en: 'About' },
  asked: { zh: '提出', en: 'Asked' },
  kept: { zh: '留着的上报', en: 'Reports kept' },
  keptSpan: { zh: '{n} 份，{from} 至 {to}', en: '{n}, {from} to {to}' },
  keptNone: { zh: '没有', en: 'none' },
  call: { zh: '电话', en: 'Telephone' },
  giveTitle: { zh: '给提的人一份', en: 'Give them a copy' },
  giveNote: {
    zh: '里面是名册、同意记录、上报、预警、提过的请求（队员还有任职和在位），只有这家（这个人）的。导出会记入审计；请当面或打印给本人，不要发到群里。',
    en: 'Roster, consents, reports, alerts and requests (of a member also posts and presence) of this family or person alone. The export is kept in the audit; hand it over in person or on paper, not through a group.',
  },
  xlsx: { zh: '下载 Excel', en: 'Excel' },
  json: { zh: '下载 JSON', en: 'JSON' },
  noHealth: {
    zh: '导出和删除要有看健康信息的权限，请站里主官来办。',
    en: 'Copies and deletion need the right to read health data; ask the chief.',
  },
  deleteTitle: { zh: '删除上报', en: 'Delete the reports' },
  deleteAll: {
    zh: '这家的 {n} 份上报全部删除，不能恢复。',
    en: 'Every report of this family ({n}) is deleted and cannot be brought back.',
  },
  deleteOne: {
    zh: '有{person}情况的 {n} 份上报全部删除，不能恢复。',
    en: 'Every report that tells of {person} ({n}) is deleted and cannot be brought back.',
  },
  deleteTogether: {
    zh: '一份上报写的是全家，其他人的回答会一起删掉：{names}。删之前请和家里说清楚。',
    en: 'A report tells of the whole family, so that the answers of others go with it: {names}. Please tell the family before.',
  },
  togetherOne: { zh: '{name} {n} 份', en: '{name} {n}' },
  deleteStays: {
    zh: '哪天报过、按没按时，照旧计数；同意记录留作证明；开过的预警和处置记录按一年的期限保留。备份里的到备份更替时消失。',
    en: 'That a report came, and in time, still counts; consents stay as proof; alerts and what was done about them stay for their year. Copies in backups go as the backups are replaced.',
  },
  deleteAudit: {
    zh: '谁删的、删了几份、为哪个请求，记入审计。',
    en: 'Who deleted how many, and for which request, is kept in the audit.',
  },
  deleteNothing: { zh: '没有可删的上报。', en: 'There are no reports to delete.' },
  deleteDo: { zh: '删除 {n} 份', en: 'Delete {n}' },
  deleteAsk: { zh: '删除 {n} 份上报？', en: 'Delete the reports ({n})?' },
  deleted: { zh: '{time} 已删除 {n} 份上报。', en: 'Reports deleted at {time}: {n}.' },
  cancel: { zh: '先不', en: 'Not now' },
  answerTitle: { zh: '答复', en: 'Answer' },
  answerNote: {
    zh: '写给提的人看的，会出现在他们的页面上。',
    en: 'Written for whoever asked; it appears on their page.',
  },
  answerHint: { zh: '比如：已打印交给本人', en: 'Such as: printed and handed over' },
  ready: { zh: '现成的话', en: 'Ready words' },
  readyGiven: {
    zh: '您的全部信息已经整理好，当面交给您了。',
    en: 'Everything kept about you has been handed to you in person.',
  },
  readyDeleted: { zh: '上报已经按您的要求删除，共 {n} 份。', en: 'The reports were deleted as you asked ({n}).' },
  readyCorrected: { zh: '已按您说的更正。', en: 'It has been corrected as you said.' },
  correctTitle: { zh: '更正', en: 'Correct it' },
  correctHow: {
    zh: '名册上的信息在花名册里改，重新导入；上报由本人在填报页上改。改好后在下面答复。',
    en: 'What is in the roster is corrected in the file and imported again; a report is corrected by its sender. Then answer below.',
  },
  answerDo: { zh: '答复并办结', en: 'Send the answer' },
  answerDone: { zh: '已答复，提的人在自己页面上看得到。', en: 'Answered; whoever asked sees it on their page.' },
  their: { zh: '答复内容', en: 'The answer' },
} satisfies Record<string, Text>

export const kindTexts: Record<'access' | 'copy' | 'correction' | 'deletion', Text> = {
  access: { zh: '要求查看', en: 'asks to see it' },
  copy: { zh: '要一份复制件', en: 'asks for a copy' },
  correction: { zh: '要求更正', en: 'asks to correct it' },
  deletion: { zh: '要求删除', en: 'asks to delete it' },
}
