/** What consent, requests and links keep about people, for which purpose and how long. */
import type { PersonalTable } from '#platform/part.ts'

export const consentPersonalData: readonly PersonalTable[] = [
  {
    table: 'consent',
    retentionDays: null,
    from: 'at',
    columns: {
      person_id: { zh: '谁同意或不同意', en: 'who consented or declined' },
      given: { zh: '同意与否的证明', en: 'proof of the choice' },
      by_kind: { zh: '本人还是监护人', en: 'in person or by a guardian' },
      by_person_id: { zh: '替谁选的人', en: 'who chose on behalf' },
    },
    others: ['id', 'notice_version', 'at'],
  },
  {
    table: 'rights_request',
    retentionDays: 1095,
    from: 'at',
    columns: {
      household_id: { zh: '哪一家提的', en: 'which household asks' },
      person_id: { zh: '关于谁，或哪位队员提的', en: 'about whom, or which member asks' },
      note: { zh: '原话', en: 'their own words' },
      outcome: { zh: '怎么答复的', en: 'what was answered' },
    },
    others: ['id', 'kind', 'at', 'answered_at', 'answered_by', 'deleted_at', 'deleted_reports'],
  },
  {
    table: 'link_permit',
    retentionDays: 1,
    from: 'until_at',
    columns: { id: { zh: '放行谁的新手机', en: 'whose new phone is let in' } },
    others: ['kind', 'until_at', 'by_id'],
  },
]
