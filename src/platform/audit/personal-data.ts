/** Which columns of the audit say something about a person, why they are kept, and for how long. */
import type { PersonalTable } from '#platform/part.ts'

export const auditPersonalData: readonly PersonalTable[] = [
  {
    // Goes by whole months through `empty_expired_audit`, after 1,096 days; the seals keep the digests.
    table: 'audit',
    retentionDays: null,
    from: 'at',
    columns: {
      actor_id: { zh: '谁做的，供追责和申诉', en: 'who acted, for accountability and appeal' },
      actor_name: {
        zh: '当时的姓名，账号删除后仍可查',
        en: 'the name at that time, readable after the account is gone',
      },
      subject_id: { zh: '关于谁，本人可查谁看过自己的信息', en: 'about whom: people may ask who read their data' },
    },
    others: [
      'id',
      'detachment_id',
      'at',
      'actor_kind',
      'action',
      'subject_kind',
      'unit_id',
      'detail',
      'report_ids',
      'digests',
    ],
  },
  {
    table: 'audit_verification',
    retentionDays: 366,
    from: 'asked_at',
    columns: { asked_by: { zh: '谁核验的', en: 'who asked for the verification' } },
    others: ['id', 'asked_at', 'head_no', 'head_digest', 'state', 'progress', 'beat_at', 'finished_at', 'result'],
  },
  {
    table: 'published',
    retentionDays: null,
    from: 'at',
    columns: { by_id: { zh: '谁打印或导出的', en: 'who printed or exported it' } },
    others: ['id', 'at', 'kind', 'unit_id', 'day', 'as_of', 'seal_no', 'seal_digest', 'algorithm', 'digest'],
  },
]
