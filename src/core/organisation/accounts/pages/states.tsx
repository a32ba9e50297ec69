/** The states of an account as words with a tone; green only where all is well. */
import type { AccountState } from '#platform/access/schema.ts'
import { useText } from '#web/console/text.ts'
import { accountTexts as texts } from './texts.ts'

export const accountsKey = ['accounts'] as const

export const states: readonly AccountState[] = ['never', 'code', 'active', 'locked', 'disabled']

const tones: Readonly<Record<AccountState, string>> = {
  code: '',
  never: 'tag-warn',
  active: 'tag-ok',
  locked: 'tag-warn',
  disabled: '',
}

export function StateTag({ state }: { state: AccountState }) {
  const t = useText()
  return <span className={`tag ${tones[state]}`}>{t(texts.states[state])}</span>
}
