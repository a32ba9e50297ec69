/** Sentences of the accounts page. */
import type { Text } from '#platform/texts.ts'

export const accountTexts = {
  title: { zh: '谁能登录', en: 'Who may sign in' },
  note: { zh: '有职务的人才有账号，随任职变化', en: 'Whoever holds a post has an account; it follows the appointment' },
  find: { zh: '姓名、编号、手机号', en: 'Name, staff number, telephone' },
  all: { zh: '全部', en: 'All' },
  states: {
    code: { zh: '登录码待用', en: 'Code waiting' },
    never: { zh: '没登录过', en: 'Never signed in' },
    active: { zh: '正常', en: 'Active' },
    locked: { zh: '已锁定', en: 'Locked' },
    disabled: { zh: '已停用', en: 'Disabled' },
  },
  person: { zh: '姓名', en: 'Name' },
  post: { zh: '职务', en: 'Post' },
  state: { zh: '状态', en: 'State' },
  lastSeen: { zh: '最近登录', en: 'Last here' },
  neverSeen: { zh: '还没有', en: 'not yet' },
  noPost: { zh: '现在没有职务', en: 'no post at present' },
  more: {
    zh: '只列出前 {n} 个，其余请按姓名或编号找。',
    en: 'The first {n} are listed; please search for the others.',
  },
  none: { zh: '这里会列出能登录的人', en: 'Whoever may sign in will be listed here' },
  noneHint: {
    zh: '导入花名册以后，职务栏里的站长、班长等会自动有账号。',
    en: 'After a roster is imported, chiefs and squad leaders named in it have accounts by themselves.',
  },
  noneFound: { zh: '没有找到', en: 'Nobody found' },
  newCode: { zh: '发一次性登录码', en: 'Give a one-time code' },
  newCodeNote: {
    zh: '用一次就作废，7 天内有效；旧的登录码马上失效，锁定也一并解除。原来的密码用新码登录以后才会换掉。',
    en: 'It works once, within 7 days. An earlier code stops working and a lock is lifted; the old password stays until the new code is used.',
  },
  codeOnce: { zh: '只显示这一次，请当面交给本人。', en: 'Shown this once; please hand it over in person.' },
  codeUntil: { zh: '有效到', en: 'Good until' },
  print: { zh: '打印纸条', en: 'Print the slip' },
  slipTitle: { zh: '同舟 · 第一次登录', en: 'Muster · first sign-in' },
  slipHow: {
    zh: '打开 {address}，选“第一次登录”，填编号和下面的登录码，再定一个自己的密码。',
    en: 'Open {address}, choose “First time here”, enter your number and the code below, and choose your own password.',
  },
  lock: { zh: '锁定', en: 'Lock' },
  lockNote: { zh: '马上退出登录，解锁以前不能再登录。', en: 'Signed out at once, and no sign-in until unlocked.' },
  unlock: { zh: '解锁', en: 'Unlock' },
  unlockNote: { zh: '解锁后用原来的密码登录。', en: 'The old password works again.' },
  disable: { zh: '停用', en: 'Disable' },
  disableNote: {
    zh: '不再是可以登录的人，已登记的内容都留着。',
    en: 'No longer somebody who may sign in; everything recorded stays.',
  },
  enable: { zh: '恢复', en: 'Enable' },
  enableNote: { zh: '恢复后用原来的密码，或再发一个登录码。', en: 'The old password works again, or give a new code.' },
  lockedUntil: { zh: '试错太多，锁到', en: 'Too many tries, locked until' },
} satisfies Record<string, Text | Record<string, Text>>
