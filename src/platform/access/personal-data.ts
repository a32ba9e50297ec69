/** Which columns of access say something about a person, why, and how long they are kept. */
import type { PersonalTable } from '#platform/part.ts'

const signIn = { zh: '登录', en: 'signing in' }
const safety = { zh: '防止猜密码、发现冒用', en: 'against guessed passwords and misuse' }

export const accessPersonalData: readonly PersonalTable[] = [
  {
    table: 'account',
    retentionDays: null,
    from: 'created_at',
    columns: {
      name: { zh: '显示是谁在办', en: 'showing who acts' },
      staff_no_key: signIn,
      phone_key: signIn,
      password_hash: signIn,
      code_hash: signIn,
      language: { zh: '用本人的语言', en: 'speaking the person’s language' },
      wrong_tries: safety,
      locked_until: safety,
      blocked_at: safety,
      signed_in_at: { zh: '看出谁还没登录过', en: 'seeing who never signed in' },
    },
    others: ['id', 'person_id', 'code_expires_at', 'created_at', 'disabled_at'],
  },
  {
    table: 'session',
    retentionDays: 30,
    from: 'seen_at',
    columns: { agent: { zh: '本人认出自己的设备', en: 'recognising one’s own devices' }, seen_at: safety },
    others: [
      'token_hash',
      'account_id',
      'link_kind',
      'link_id',
      'link_generation',
      'capacity_id',
      'created_at',
      'expires_at',
    ],
  },
  {
    table: 'grant_held',
    retentionDays: null,
    from: 'from_at',
    columns: { role: { zh: '决定能看什么、办什么', en: 'deciding what may be seen and done' } },
    others: ['id', 'account_id', 'unit_id', 'from_at', 'until_at', 'appointment_id'],
  },
  {
    // How often a login was tried, and how often from a network address; both are kept only as keyed digests.
    table: 'sign_in_try',
    retentionDays: 30,
    from: 'last_at',
    columns: { login_hash: safety },
    others: ['tries', 'last_at', 'locked_until'],
  },
  {
    table: 'access_link',
    retentionDays: null,
    from: 'locked_until',
    columns: {
      id: { zh: '是谁的填报链接', en: 'whose link it is' },
      devices: { zh: '放行过几部手机', en: 'how many phones it let in' },
      wrong_tries: safety,
      locked_until: safety,
    },
    others: ['kind', 'generation', 'revoked_at'],
  },
  {
    table: 'api_token',
    retentionDays: null,
    from: 'created_at',
    columns: { created_by: { zh: '谁建的令牌', en: 'who made the token' } },
    others: ['id', 'name', 'token_hash', 'unit_id', 'permissions', 'created_at', 'expires_at', 'revoked_at', 'used_at'],
  },
]
