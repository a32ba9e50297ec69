/** How a capacity is written: the post (or the role) and the unit. */
import type { Capacity } from '#platform/access/schema.ts'
import { postTexts, roleTexts, shellTexts } from '../shell-texts.ts'
import type { Say } from '../text.ts'

/** `站长`, in English `Station chief`; without a post the role. */
export function postText(capacity: Capacity, t: Say): string {
  if (capacity.post) return t({ zh: capacity.post, en: postTexts[capacity.post] ?? capacity.post })
  const role = roleTexts[capacity.role]
  return role ? t(role) : capacity.role
}

export const unitText = (capacity: Capacity, t: Say): string => capacity.unit.name || t(shellTexts.everywhere)

/** `大通站 站长`. */
export const capacityText = (capacity: Capacity, t: Say): string => `${unitText(capacity, t)} ${postText(capacity, t)}`
