/** Imports so far: who, when, what came of it, and the way back. */
import { Button } from 'antd'
import { EmptyState, FailState, Section, ShortTime, SkeletonRows, useAddress } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import type { ImportShape } from '../../roster/schema.ts'
import { countsLine } from './ImportState.tsx'
import { atWork, useImports } from './queries.ts'
import { TakeBack } from './TakeBack.tsx'
import { texts } from './texts.ts'

const states = {
  running: texts.running,
  applied: texts.done,
  taking_back: texts.takingBack,
  failed: texts.failed,
  taken_back: texts.takenBack,
} as const

export function History() {
  const t = useText()
  const query = useImports()
  const list = query.data?.imports
  return (
    <Section title={t(texts.history)}>
      {query.error && !list && <FailState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows rows={3} height={60} />}
      {list?.length === 0 && <EmptyState title={t(texts.noHistory)} hint={t(texts.noHistoryHint)} />}
      {list && list.length > 0 && (
        <div className="card">
          {list.map((one) => (
            <Row key={one.id} one={one} />
          ))}
        </div>
      )}
    </Section>
  )
}

function Row({ one }: { one: ImportShape }) {
  const t = useText()
  const [, go] = useAddress()
  return (
    <div className="row import-past">
      <div className="row-main">
        <div className="row-name">{one.name || t(texts.pasted)}</div>
        <div className="row-note">
          <ShortTime at={one.at} /> · {one.by || t(texts.program)}
          {one.unit && ` · ${one.unit}`}
        </div>
      </div>
      <div className="row-main">
        <span className="tag">{t(states[one.state])}</span>
        <div className="row-note">{one.why ? t(one.why) : countsLine(t, one)}</div>
        {atWork(one) && (
          <div className="row-note">{`${one.step ? t(one.step) : ''} ${Math.round(one.progress * 100)}%`}</div>
        )}
      </div>
      <div className="row-actions">
        <Button onClick={() => go({ import: one.id })}>{t(texts.open)}</Button>
        {one.state === 'applied' && <TakeBack id={one.id} />}
      </div>
    </div>
  )
}
