/** Step 3: the sample detachment with its progress, or the way to a roster of one's own. */

import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Progress } from 'antd'
import { useEffect } from 'react'
import { ApiProblem, api } from '#web/console/api.ts'
import { useSessionChanged } from '#web/console/session.ts'
import { FailState } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import type { SampleProgress } from '../schema.ts'
import { Step } from './Step.tsx'
import { setupTexts as texts } from './texts.ts'

/** Often enough to see it move, seldom enough to leave the work its processor. */
const askMs = 700

export function RosterStep({ ready }: { ready: boolean }) {
  const t = useText()
  const changed = useSessionChanged()
  const progress = useQuery({
    queryKey: ['setup', 'progress'],
    queryFn: () => api.get<SampleProgress>('/api/setup/progress'),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? askMs : false),
  })
  const start = useMutation({
    mutationFn: () => api.post<SampleProgress>('/api/setup/sample'),
    onSettled: () => progress.refetch(),
  })
  const { data } = progress
  const finished = data?.state === 'done' && !ready
  useEffect(() => {
    if (finished) void changed()
  }, [finished, changed])

  if (data?.state === 'running') return <Loading progress={data} />
  if (ready) return <Ready />
  return (
    <Step n={3} title={t(texts.rosterTitle)} lead={t(texts.rosterLead)}>
      {data?.state === 'failed' && data.why && (
        <p className="warn-box" role="alert" style={{ marginBottom: 14 }}>
          {t(data.why)}
        </p>
      )}
      {progress.error && <FailState error={progress.error} onRetry={() => void progress.refetch()} />}
      <div className="choices choices-two">
        <div className="choice">
          <Button className="tall" type="primary" loading={start.isPending} onClick={() => start.mutate()}>
            {t(data?.state === 'failed' ? texts.again : texts.sample)}
          </Button>
          <p className="row-note">{t(texts.sampleNote)}</p>
        </div>
        <div className="choice">
          <Link to="/people/import" className="button-link tall">
            {t(texts.import)}
          </Link>
          <p className="row-note">{t(texts.importNote)}</p>
        </div>
      </div>
      {start.error && (
        <p className="fail-box" role="alert" style={{ marginTop: 14 }}>
          {start.error instanceof ApiProblem ? start.error.title : start.error.message}
        </p>
      )}
    </Step>
  )
}

function Loading({ progress }: { progress: SampleProgress }) {
  const t = useText()
  const percent = progress.total > 0 ? Math.floor((progress.done / progress.total) * 100) : 0
  return (
    <Step n={3} title={t(texts.loading)} lead={t(texts.loadingNote)}>
      <Progress percent={percent} status="active" aria-label={t(texts.loading)} />
      <p className="row-note" role="status">
        {progress.what && t(progress.what)} {progress.total > 0 && `${progress.done}/${progress.total}`}
      </p>
    </Step>
  )
}

function Ready() {
  const t = useText()
  return (
    <Step n={3} title={t(texts.ready)} lead={t(texts.readyNote)}>
      <Link to="/" className="button-link button-primary tall">
        {t(texts.enter)}
      </Link>
    </Step>
  )
}
