/** The answer to whoever asked, in the service's own words; ready ones are offered, never put in unasked. */
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { Section } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import type { RightsItem } from '../rights/schema.ts'
import { useRightsAction } from './queries.ts'
import { texts } from './texts.ts'

export function AnswerForm({ request }: { request: RightsItem }) {
  const t = useText()
  const { message } = App.useApp()
  const [words, setWords] = useState('')
  const answer = useRightsAction<{ outcome: string }, void>(`/api/rights/${request.id}/answer`)
  const ready =
    request.kind === 'correction'
      ? t(texts.readyCorrected)
      : request.kind !== 'deletion'
        ? t(texts.readyGiven)
        : request.deleted
          ? t(texts.readyDeleted, { n: request.deleted.reports })
          : undefined
  const send = () =>
    answer.mutate(
      { outcome: words },
      {
        onSuccess: () => void message.success(t(texts.answerDone)),
        onError: (error) => void message.error(error.message, 8),
      },
    )
  return (
    <Section title={t(texts.answerTitle)}>
      <p className="row-note">{t(texts.answerNote)}</p>
      <Input.TextArea
        rows={3}
        maxLength={1000}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        placeholder={t(texts.answerHint)}
        aria-label={t(texts.answerTitle)}
      />
      <div className="rights-buttons">
        <Button type="primary" disabled={words.trim() === ''} loading={answer.isPending} onClick={send}>
          {t(texts.answerDo)}
        </Button>
        {ready && words === '' && <Button onClick={() => setWords(ready)}>{t(texts.ready)}</Button>}
      </div>
    </Section>
  )
}
