/** Empty, loading and failing, designed once: what will appear here, what comes, what was kept. */
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { ApiProblem } from '../api.ts'
import { shellTexts } from '../shell-texts.ts'
import { useText } from '../text.ts'

/** An empty list: what will appear here, and what to do first. */
export function EmptyState({ title, hint, action }: { title: string; hint?: ReactNode; action?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {hint && <p className="state-hint">{hint}</p>}
      {action && <div className="state-action">{action}</div>}
    </div>
  )
}

export interface FailStateProps {
  readonly error: unknown
  /** What was kept: 「填好的内容还在这一页」. Left out: what was stored so far is still there. */
  readonly kept?: string
  readonly onRetry?: () => void
}

/** A failure: what happened, what was kept, and the next action. */
export function FailState({ error, kept, onRetry }: FailStateProps) {
  const t = useText()
  const title = error instanceof ApiProblem ? error.title : t(shellTexts.somethingBroke)
  return (
    <div className="state state-fail" role="alert">
      <p className="state-title">{title}</p>
      <p className="state-hint">{kept ?? t(shellTexts.nothingLost)}</p>
      {onRetry && (
        <div className="state-action">
          <Button onClick={onRetry}>{t(shellTexts.tryAgain)}</Button>
        </div>
      )}
    </div>
  )
}

/** The rows of a list or table before they arrive, in their real height. */
export function SkeletonRows({ rows = 8, height = 44 }: { rows?: number; height?: number }) {
  const t = useText()
  return (
    <div className="card skeleton" role="status" aria-label={t(shellTexts.loading)}>
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else to be told apart by
        <div key={i} className="skeleton-row" style={{ height }}>
          <Skeleton.Node active style={{ width: `${34 + ((i * 17) % 28)}%`, height: 14 }} />
        </div>
      ))}
    </div>
  )
}

/** A page's title and its first card before they arrive. */
export function SkeletonPage() {
  return (
    <div className="page">
      <Skeleton.Node active style={{ width: 220, height: 26, marginBottom: 20 }} />
      <SkeletonRows />
    </div>
  )
}

/**
 * Chooses between skeleton, failure and content of one query. Data that is there stays on screen when a later
 * fetch fails.
 */
export function Loaded<T>(props: {
  query: { data: T | undefined; error: unknown; refetch: () => unknown }
  skeleton?: ReactNode
  kept?: string
  children: (data: T) => ReactNode
}) {
  const { query, skeleton, kept, children } = props
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error) return <FailState error={query.error} kept={kept} onRetry={() => void query.refetch()} />
  return <>{skeleton ?? <SkeletonRows />}</>
}
