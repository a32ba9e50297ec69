/** The newest seal, and the button that checks everything against it and against a seal on paper. */
import { Alert, Button, Input, Progress } from 'antd'
import { useState } from 'react'
import { useSession } from '#web/console/session.ts'
import { Card, FailState, Section, ShortTime } from '#web/console/shared/index.ts'
import { shortText } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import { type ShownResult, useHead, useVerification } from './queries.ts'
import { texts } from './texts.ts'
import './audit.css'

/** Eight signs at a time, as the eye copies them. */
const grouped = (digest: string): string => digest.replace(/(.{8})(?=.)/g, '$1 ')

function Head() {
  const t = useText()
  const { data } = useHead()
  if (!data) return null
  if (data.digest === null) return <p>{t(texts.noHead)}</p>
  return (
    <>
      <p className="audit-head">
        <strong>{t(texts.headNo, { no: data.no })}</strong> <code>{grouped(data.digest)}</code> {data.algorithm}{' '}
        {data.at && <ShortTime at={data.at} />}
      </p>
      <p className="section-note">
        {data.unsealed > 0 ? t(texts.unsealed, { count: data.unsealed }) : t(texts.allSealed)}
      </p>
    </>
  )
}

function Result({ result, asked }: { result: ShownResult; asked: boolean }) {
  const t = useText()
  const count = Object.values(result.counts).reduce((sum, n) => sum + n, 0)
  const language = useLanguage()
  const { zone } = useSession()
  // Sentences are the terminal's too, where an instant stands in full.
  const local = (sentence: string) =>
    sentence.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (at) => shortText(Date.parse(at), language, zone))
  const shown = result.findings.slice(0, 20)
  const { seals, rows, reports } = result
  const good = [t(texts.good, { seals, rows, reports }), ...(asked ? [t(texts.agrees)] : [])]
  return (
    <>
      {result.ok ? (
        <Alert type="success" title={good.join(language === 'zh' ? '' : ' ')} />
      ) : (
        <Alert type="error" title={t(texts.wrong, { count })} />
      )}
      {shown.length > 0 && (
        <ul className="audit-findings">
          {shown.map((finding) => (
            <li key={t(finding.text)}>{local(t(finding.text))}</li>
          ))}
        </ul>
      )}
      {count > shown.length && <p>{t(texts.more, { count: count - shown.length })}</p>}
      {result.notes.map((note) => (
        <p key={note.kind} className="section-note">
          {local(t(note.text))}
        </p>
      ))}
    </>
  )
}

export function VerifyCard() {
  const t = useText()
  const [printed, type] = useState('')
  const [asked, remember] = useState('')
  const { start, state } = useVerification()
  const running = start.isPending || state?.state === 'running' || state?.state === 'waiting'
  const run = () => {
    remember(printed.trim())
    start.mutate(printed.trim())
  }
  return (
    <Section title={t(texts.head)} note={t(texts.headWhy)}>
      <Card className="card-pad">
        <Head />
        <form
          className="audit-verify"
          onSubmit={(event) => {
            event.preventDefault()
            run()
          }}
        >
          <Input
            value={printed}
            onChange={(event) => type(event.target.value)}
            placeholder={t(texts.printed)}
            aria-label={t(texts.printedLabel)}
            maxLength={120}
            style={{ maxWidth: 560 }}
          />
          <Button type="primary" htmlType="submit" loading={running}>
            {t(texts.verify)}
          </Button>
        </form>
        <div aria-live="polite" className="audit-answer">
          {start.error && <FailState error={start.error} />}
          {running && state && <Progress percent={Math.round(state.progress * 100)} aria-label={t(texts.verifying)} />}
          {state?.state === 'failed' && <Alert type="warning" title={t(texts.failed)} />}
          {state?.state === 'done' && <Result result={state.result as ShownResult} asked={asked !== ''} />}
        </div>
      </Card>
    </Section>
  )
}
