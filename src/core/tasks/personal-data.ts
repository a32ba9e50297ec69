/** What tasks and tallies hold about people, why, and for how long. */
import type { PersonalTable } from '#platform/part.ts'

export const tasksPersonalData: readonly PersonalTable[] = [
  {
    table: 'task',
    // A year, so that this year's outbreak can be compared with the last and a bulletin's figures be recounted.
    retentionDays: 366,
    from: 'closes_at',
    columns: {
      subject_id: { zh: '谁该报，供点名和催报', en: 'who owes the report, for roll-call and reminders' },
      flagged: { zh: '是否有异常提示，不含数值', en: 'whether a rule found something; never a value' },
      reason: { zh: '免报或不再需要的原因', en: 'why it is exempt or no longer owed' },
      reason_note: { zh: '免报说明', en: 'the exemption in words' },
      reason_by: { zh: '谁批的免报', en: 'who granted the exemption' },
    },
    others: ['id', 'detachment_id', 'unit_id', 'measure', 'day', 'slot', 'subject_kind', 'form', 'opens_at', 'due_at', 'closes_at', 'measure_ids', 'occurrence_id', 'state', 'met_by', 'met_at', 'reason_at', 'made_at'],
  },
  {
    table: 'tally',
    retentionDays: null,
    from: 'closes_at',
    columns: {},
    others: ['unit_id', 'day', 'measure', 'slot', 'detachment_id', 'opens_at', 'due_at', 'closes_at', 'expected', 'done', 'late', 'received_late', 'exempt', 'flagged'],
  },
  { table: 'to_reconcile', retentionDays: 7, from: 'at', columns: {}, others: ['subject_kind', 'subject_id', 'at'] },
]
