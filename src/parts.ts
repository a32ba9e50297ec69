/** Every part of the program, in the order in which they start and sweep. */
import { alertsPart } from '#core/alerts/index.ts'
import type { Core } from '#core/core.ts'
import { intakePart } from '#core/intake/index.ts'
import { ordersPart } from '#core/orders/index.ts'
import { organisationPart } from '#core/organisation/index.ts'
import { tasksPart } from '#core/tasks/index.ts'
import { healthPart } from '#modules/health/index.ts'
import { accessPart } from '#platform/access/index.ts'
import { auditPart } from '#platform/audit/index.ts'
import { partitionsPart } from '#platform/database/partitions.ts'
import { filesPart } from '#platform/files/index.ts'
import { pagesPart } from '#platform/http/pages.ts'
import { statePart } from '#platform/http/state.ts'
import { livePart } from '#platform/live/index.ts'
import type { Part } from '#platform/part.ts'
import { retentionPart } from '#platform/retention/index.ts'

const owners: readonly Part<Core>[] = [
  partitionsPart,
  livePart,
  accessPart,
  filesPart,
  organisationPart,
  ordersPart,
  intakePart,
  tasksPart,
  alertsPart,
  healthPart,
  auditPart,
  pagesPart,
]

export const parts: readonly Part<Core>[] = [statePart(owners), ...owners, retentionPart(owners)]
