/** Pauses one measure or switches it on, with what follows said in numbers first. */
import { Modal } from 'antd'
import { api } from '#web/console/api.ts'
import { useText } from '#web/console/text.ts'
import type { CampaignView, MeasureView } from '../schema.ts'
import { ConsequenceText } from './ConsequenceText.tsx'
import { subjectsText } from './MeasureBlock.tsx'
import { useAct } from './queries.ts'
import { texts } from './texts.ts'
import { useWhen } from './when.ts'

export function SwitchDialogue({
  campaign,
  measure,
  close,
}: {
  campaign: CampaignView
  measure: MeasureView
  close: () => void
}) {
  const t = useText()
  const doing = useAct()
  const when = useWhen(campaign.zone)
  const on = measure.state === 'on'
  const title = t(measure.title)
  const go = () =>
    doing.mutate(
      {
        act: () => api.post(`/api/campaigns/${campaign.id}/measures/${measure.code}/${on ? 'pause' : 'resume'}`),
        said: t(on ? texts.switchedOff : texts.switchedOn, { measure: title }),
      },
      { onSuccess: close },
    )
  return (
    <Modal
      open
      title={t(on ? texts.pauseTitle : texts.resumeTitle, { measure: title })}
      okText={t(on ? texts.pause : texts.resume)}
      cancelText={t(texts.cancel)}
      okButtonProps={{ loading: doing.isPending }}
      onOk={go}
      onCancel={close}
    >
      <div className="orders-says">
        {on ? (
          <ConsequenceText campaign={campaign.id} measure={measure.code} back />
        ) : (
          <>
            <p>
              {t(texts.resumeSays, {
                subjects: subjectsText(measure, t),
                n: measure.tasks_a_day.toLocaleString('en-US'),
              })}
            </p>
            {measure.next_due && <p>{t(texts.resumeNext, { when: when(measure.next_due.due_at) })}</p>}
          </>
        )}
      </div>
    </Modal>
  )
}
