/** One step's frame: which of three, its title, one sentence. */
import type { ReactNode } from 'react'
import { Bare } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import { setupTexts as texts } from './texts.ts'

export function Step(props: { n: 1 | 2 | 3; title: string; lead: string; children: ReactNode }) {
  const t = useText()
  return (
    <Bare wide={props.n === 3}>
      <p className="step-no">{t(texts.steps, { n: props.n })}</p>
      <h1>{props.title}</h1>
      <p className="bare-lead">{props.lead}</p>
      {props.children}
    </Bare>
  )
}
