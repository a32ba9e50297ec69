/** The verbs of the command line, in the order of the help. */
import type { Verb } from './verb.ts'
import { adminCreate, tokenCreate } from './verbs/access.ts'
import { board } from './verbs/board.ts'
import { backupVerb, restoreVerb } from './verbs/copies.ts'
import { drill } from './verbs/drill.ts'
import { links } from './verbs/links.ts'
import { campaignStart, loadPlaybookVerb } from './verbs/orders.ts'
import { importRoster, sample } from './verbs/people.ts'
import { check, verify } from './verbs/proof.ts'

export const verbs: readonly Verb[] = [
  adminCreate,
  sample,
  importRoster,
  loadPlaybookVerb,
  campaignStart,
  links,
  tokenCreate,
  board,
  check,
  verify,
  backupVerb,
  restoreVerb,
  drill,
]
