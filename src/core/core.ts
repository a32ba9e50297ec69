/** The loop's parts as modules see them. */
import type { Base } from '#platform/base.ts'
import type { Intake } from './intake/intake.ts'
import type { Orders } from './orders/orders.ts'
import type { Organisation } from './organisation/organisation.ts'

export interface Core extends Base {
  readonly organisation: Organisation
  readonly orders: Orders
  readonly intake: Intake
}
