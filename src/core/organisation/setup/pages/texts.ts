/** Sentences of the first visit. */
import type { Text } from '#platform/texts.ts'

export const setupTexts = {
  title: { zh: '首次使用', en: 'First visit' },
  steps: { zh: '第 {n} 步，共 3 步', en: 'Step {n} of 3' },
  languageTitle: { zh: '先选语言', en: 'First, the language' },
  languageLead: {
    zh: '以后随时能换，每个人用自己的。',
    en: 'You can change it at any time, and everybody uses their own.',
  },
  adminTitle: { zh: '您是管理员', en: 'You are the administrator' },
  adminLead: {
    zh: '管理员导入名册、发登录码、印填报卡，看不到任何人的健康信息。',
    en: 'An administrator imports rosters, gives sign-in codes and prints cards, and sees nobody’s health data.',
  },
  name: { zh: '姓名', en: 'Name' },
  login: { zh: '登录名', en: 'Sign-in name' },
  loginHelp: {
    zh: '编号、手机号，或您自己起的名字',
    en: 'A staff number, a telephone number, or a name of your choice',
  },
  make: { zh: '下一步', en: 'Next' },
  rosterTitle: { zh: '名册从哪里来', en: 'Where the roster comes from' },
  rosterLead: {
    zh: '想先看看怎么用，选样例；已经有花名册，直接导入。',
    en: 'To look around first, take the sample; with a roster at hand, import it.',
  },
  sample: { zh: '先用样例支队', en: 'Start with the sample detachment' },
  sampleNote: {
    zh: '虚构的舜耕支队：3 个大队、14 个站和机关，562 名队员、1,604 名家属。',
    en: 'The fictional Shungeng detachment: three brigades, 14 stations and an office, 562 members, 1,604 relatives.',
  },
  import: { zh: '导入花名册', en: 'Import a roster' },
  importNote: {
    zh: '.xlsx 或 .csv，一人一行。先检查给您看，您点头以后才写进名册。',
    en: '.xlsx or .csv, one person a row. It is checked and shown first; nothing is written until you say so.',
  },
  loading: { zh: '正在装入样例支队', en: 'Loading the sample detachment' },
  loadingNote: { zh: '可以离开这一页，回来接着看。', en: 'You may leave this page and come back to it.' },
  again: { zh: '再来一次', en: 'Start again' },
  ready: { zh: '都好了', en: 'Everything is ready' },
  readyNote: {
    zh: '名册已经装好。下一步：在“文件”里启动防控措施。',
    en: 'The roster is in. Next: start the campaign under Orders.',
  },
  enter: { zh: '进入同舟', en: 'Open Muster' },
  signInFirst: {
    zh: '管理员已经建好，请登录后接着做。',
    en: 'There is an administrator already. Please sign in to go on.',
  },
  signIn: { zh: '去登录', en: 'Sign in' },
} satisfies Record<string, Text>
