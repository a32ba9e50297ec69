/** What sign-in, accounts and tokens may refuse. */
import { defineProblems } from '../problems.ts'

export const signInProblems = defineProblems({
  'wrong-code': [
    401,
    {
      zh: '账号或一次性登录码不对，也可能登录码已经用过或过了 7 天。请核对，或请管理员重新发一个。',
      en: 'The number or the one-time code is not right, or the code was used or is older than 7 days. Please check it, or ask an administrator for a new one.',
    },
  ],
  'account-blocked': [
    403,
    {
      zh: '这个账号被管理员锁定了，请找本单位管理员。',
      en: 'An administrator has locked this account. Please ask the administrator of your unit.',
    },
  ],
  'password-is-login': [
    422,
    {
      zh: '密码不能就是编号或手机号，请换一个。',
      en: 'The password cannot be the staff or telephone number itself. Please choose another.',
    },
  ],
  'wrong-current-password': [
    422,
    { zh: '现在的密码不对，密码没有改。', en: 'The current password is not right. The password was not changed.' },
  ],
  'no-such-capacity': [
    404,
    {
      zh: '您没有这个身份，可能任职已经变了。',
      en: 'You do not hold this capacity; the appointment may have changed.',
    },
  ],
  'no-such-account': [
    404,
    { zh: '没有找到这个账号，或者不归您管。', en: 'This account was not found, or is not yours to manage.' },
  ],
  'no-such-session': [404, { zh: '这个登录已经不在了。', en: 'This session is no longer there.' }],
  'no-such-token': [
    404,
    { zh: '没有找到这个令牌，或者不归您管。', en: 'This token was not found, or is not yours to manage.' },
  ],
  'not-yourself': [
    409,
    {
      zh: '不能停用或锁定自己的账号，请另一位管理员来做。',
      en: 'You cannot disable or lock your own account; please ask another administrator.',
    },
  ],
  'sign-in-address-locked': [
    429,
    {
      zh: '从您这个网络登录失败的次数太多，请 {minutes} 分钟后再试。已经登录的人不受影响。',
      en: 'Too many sign-ins failed from your network. Please try again in {minutes} minutes. Whoever is signed in already is not affected.',
    },
  ],
  'login-taken': [
    409,
    { zh: '这个登录名已经有人在用，请换一个。', en: 'Somebody already signs in with this. Please choose another.' },
  ],
})
