/** What reports hold about people, why, and for how long. */
import type { PersonalTable } from '#platform/part.ts'

const sender = { zh: '谁报的，供核对和追责', en: 'who reported, for questions and accountability' }

export const intakePersonalData: readonly PersonalTable[] = [
  {
    table: 'report',
    // What the notice of consent promises to families; nobody's answers are kept longer than theirs.
    retentionDays: 90,
    from: 'received_at',
    columns: {
      subject_id: { zh: '关于谁', en: 'about whom' },
      sender_id: sender,
      answers: {
        zh: '体温、症状等填报内容，供防控和照顾',
        en: 'temperature, symptoms and other answers, for control and care',
      },
      flags: { zh: '规则提示，供预警', en: 'what the rules found, for alerts' },
    },
    others: [
      'id',
      'detachment_id',
      'subject_kind',
      'unit_id',
      'form',
      'form_version',
      'observed_at',
      'received_at',
      'sent_at',
      'first_tried_at',
      'clamped',
      'sender_kind',
      'channel',
      'task_id',
      'corrects',
      'salt',
    ],
  },
  {
    table: 'to_judge',
    retentionDays: 60,
    from: 'at',
    columns: {},
    others: ['report_id', 'detachment_id', 'at', 'why'],
  },
  {
    table: 'correction_waiting',
    retentionDays: 60,
    from: 'at',
    columns: {},
    others: ['corrects', 'correction_id', 'at'],
  },
  {
    table: 'refusal',
    retentionDays: 60,
    from: 'at',
    columns: { sender_id: sender },
    others: ['id', 'at', 'channel', 'sender_kind', 'code', 'detail'],
  },
]
