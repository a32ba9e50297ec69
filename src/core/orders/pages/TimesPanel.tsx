/** Changes a measure's times beside the page: checked while typing, with the moment from which they would hold. */
import { Button, Input, InputNumber } from 'antd'
import { useDeferredValue, useState } from 'react'
import { ApiProblem, api } from '#web/console/api.ts'
import { SidePanel } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import type { CampaignView, MeasureView, TimesTried } from '../schema.ts'
import { useAct, useTried } from './queries.ts'
import { texts } from './texts.ts'
import { changesOf, draftOf, type TimesDraft, timeKeys } from './times-draft.ts'
import { useWhen } from './when.ts'
import { readTime } from './words.ts'

interface Props {
  readonly campaign: CampaignView
  readonly measure: MeasureView
  readonly close: () => void
}

export function TimesPanel({ campaign, measure, close }: Props) {
  const t = useText()
  const when = useWhen(campaign.zone)
  const act = useAct()
  const start = draftOf(measure)
  const [draft, setDraft] = useState<TimesDraft>(start)
  const changes = changesOf(start, draft)
  const tried = useTried(campaign.id, measure.code, useDeferredValue(changes))
  const wrong = changes ? (tried.data?.wrong ?? []) : []
  const ready = changes !== undefined && tried.data !== undefined && wrong.length === 0 && !tried.isFetching
  const save = () =>
    act.mutate(
      {
        act: () => api.put(`/api/campaigns/${campaign.id}/measures/${measure.code}/times`, changes),
        said: (answer: { valid_from: string }) => t(texts.saved, { when: when(answer.valid_from) }),
      },
      { onSuccess: close },
    )
  const actions = (
    <>
      <Button type="primary" disabled={!ready} loading={act.isPending} onClick={save}>
        {t(texts.save)}
      </Button>
      <Button onClick={close}>{t(texts.cancel)}</Button>
    </>
  )
  return (
    <SidePanel title={t(texts.timesTitle, { measure: t(measure.title) })} actions={actions} onClose={close} width={420}>
      <p className="note-box" role="status">
        {statusText()}
      </p>
      {tried.error && (
        <p className="fail-box">{tried.error instanceof ApiProblem ? tried.error.title : String(tried.error)}</p>
      )}
      {draft.slots.map((s, i) => (
        <SlotFields
          key={s.code}
          title={t(measure.slots.find((x) => x.code === s.code)!.title)}
          slot={s}
          wrong={wrong.filter((x) => x.at.startsWith(`slots[${i}]`))}
          change={(key, value) =>
            setDraft({ ...draft, slots: draft.slots.map((x) => (x === s ? { ...x, [key]: value } : x)) })
          }
        />
      ))}
      <LateFields
        campaign={campaign}
        measure={measure}
        draft={draft}
        setDraft={setDraft}
        wrong={wrong.filter((x) => x.at.startsWith('late'))}
      />
    </SidePanel>
  )

  function statusText(): string {
    if (!changes) return t(texts.unchanged)
    if (tried.isFetching || !tried.data) return t(texts.checking)
    if (wrong.length > 0) return wrong.map((x) => t(x.text)).join(t(texts.clauseSeparator))
    return campaign.state === 'draft' ? t(texts.fromStart) : t(texts.fromWhen, { when: when(tried.data.valid_from) })
  }
}

type WrongList = TimesTried['wrong']

function SlotFields(props: {
  title: string
  slot: TimesDraft['slots'][number]
  wrong: WrongList
  change: (key: (typeof timeKeys)[number], value: string) => void
}) {
  const t = useText()
  const { title, slot, wrong, change } = props
  return (
    <fieldset className="orders-slot">
      <legend>{title}</legend>
      {timeKeys.map((key) => (
        <label key={key} htmlFor={`${slot.code}-${key}`}>
          {t(texts[key])}
          <Input
            id={`${slot.code}-${key}`}
            value={slot[key]}
            inputMode="numeric"
            maxLength={6}
            status={readTime(slot[key]) === undefined || wrong.some((x) => x.at.endsWith(key)) ? 'error' : ''}
            onChange={(e) => change(key, e.target.value)}
            onBlur={() => change(key, readTime(slot[key]) ?? slot[key])}
          />
        </label>
      ))}
      {timeKeys.some((key) => readTime(slot[key]) === undefined) && <p className="orders-wrong">{t(texts.notTime)}</p>}
      {wrong.map((x) => (
        <p key={x.at} className="orders-wrong">
          {t(x.text)}
        </p>
      ))}
    </fieldset>
  )
}

function LateFields(props: {
  campaign: CampaignView
  measure: MeasureView
  draft: TimesDraft
  setDraft: (d: TimesDraft) => void
  wrong: WrongList
}) {
  const t = useText()
  const { campaign, measure, draft, setDraft, wrong } = props
  const steps = campaign.ladder.filter((s) => s.code in measure.late)
  return (
    <fieldset className="orders-slot orders-late">
      <legend>{t(texts.lateHeading)}</legend>
      {steps.map((s) => (
        <label key={s.code} htmlFor={`late-${s.code}`}>
          {s.code === 'self' ? t(measure.owner) : t(s.title)}
          <InputNumber
            id={`late-${s.code}`}
            value={draft.late[s.code] ?? null}
            min={0}
            max={129_600}
            precision={0}
            placeholder={t(texts.noStep)}
            status={wrong.some((x) => x.at === `late.${s.code}`) ? 'error' : ''}
            onChange={(value) => setDraft({ ...draft, late: { ...draft.late, [s.code]: value } })}
          />
        </label>
      ))}
      {wrong.map((x) => (
        <p key={x.at} className="orders-wrong">
          {t(x.text)}
        </p>
      ))}
    </fieldset>
  )
}
