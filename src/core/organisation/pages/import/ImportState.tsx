/** One import: how far it is while it runs, then what it did, the codes to hand out, and the way back. */

import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Progress } from 'antd'
import { useEffect } from 'react'
import { Card, Loaded, Page, Section } from '#web/console/shared/index.ts'
import { type Say, useText } from '#web/console/text.ts'
import type { ImportShape } from '../../roster/schema.ts'
import { grouped, sum } from './CheckView.tsx'
import { Codes } from './Codes.tsx'
import { atWork, useImport } from './queries.ts'
import { TakeBack } from './TakeBack.tsx'
import { texts } from './texts.ts'

const titles = {
  running: texts.running,
  applied: texts.done,
  taking_back: texts.takingBack,
  failed: texts.failed,
  taken_back: texts.takenBack,
} as const

/** What an import did, in one line; empty where it did nothing. */
export function countsLine(t: Say, one: ImportShape): string {
  if (!one.counts) return ''
  const { added, moved, changed, retired, unchanged } = one.counts
  const of = (count: typeof added) => grouped(sum(count))
  return t(texts.doneLine, {
    added: of(added),
    moved: of(moved),
    changed: of(changed),
    retired: of(retired),
    unchanged: of(unchanged),
  })
}

export function ImportState({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useImport(id)
  const state = query.data && !atWork(query.data) ? query.data.state : undefined
  const client = useQueryClient()
  useEffect(() => {
    // The whole console shows other people and units now, and the list of imports one more.
    if (state !== undefined) void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] !== 'import' })
  }, [state, client])
  return <Loaded query={query}>{(one) => <Shown one={one} onClose={onClose} />}</Loaded>
}

function Shown({ one, onClose }: { one: ImportShape; onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  return (
    <Page
      title={t(titles[one.state])}
      note={one.name}
      width="narrow"
      actions={<Button onClick={onClose}>{t(texts.close)}</Button>}
    >
      <Section>
        <Card className="card-pad">
          <div aria-live="polite">
            {atWork(one) && (
              <>
                <Progress percent={Math.round(one.progress * 100)} aria-label={t(titles[one.state])} />
                <p>{one.step ? t(one.step) : ''}</p>
                <p className="row-note">{t(one.state === 'running' ? texts.runningHint : texts.takingBackHint)}</p>
              </>
            )}
            {one.why && <p>{t(one.why)}</p>}
            {one.counts && <p>{countsLine(t, one)}</p>}
          </div>
          {one.state === 'applied' && (
            <div className="row-actions import-done">
              <Button type="primary" onClick={() => void navigate({ to: '/people' })}>
                {t(texts.toPeople)}
              </Button>
              <TakeBack id={one.id} />
            </div>
          )}
        </Card>
      </Section>
      {one.state === 'applied' && one.codes > 0 && <Codes id={one.id} count={one.codes} />}
    </Page>
  )
}
