/** Orders hold nothing about a person; who answers for a measure is the organisation's. */
import type { PersonalTable } from '#platform/part.ts'

export const ordersPersonalData: readonly PersonalTable[] = [
  {
    table: 'campaign',
    retentionDays: null,
    from: 'created_at',
    columns: {},
    others: [
      'id',
      'unit_id',
      'playbook_code',
      'playbook_version',
      'title',
      'zone',
      'state',
      'created_at',
      'started_at',
      'paused_at',
      'stopped_at',
    ],
  },
  {
    table: 'measure',
    retentionDays: null,
    from: 'valid_from',
    columns: {},
    others: [
      'id',
      'campaign_id',
      'clause_id',
      'code',
      'version',
      'content',
      'state',
      'valid_from',
      'valid_until',
      'sort',
    ],
  },
]
