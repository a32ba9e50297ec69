/** Before the start: what happens at that instant, to how many, what falls due first, and who is still lacking. */
import { useNavigate } from '@tanstack/react-router'
import { Modal } from 'antd'
import { api } from '#web/console/api.ts'
import { useText } from '#web/console/text.ts'
import type { CampaignView, MeasureView } from '../schema.ts'
import { useAct } from './queries.ts'
import { subjectTexts, texts } from './texts.ts'
import { useClock, useWhen } from './when.ts'
import { allClauses, openGaps } from './words.ts'

/** So many names stand in the sentence; the clauses list them all. */
const namesShown = 6

export function StartDialogue({ campaign, close }: { campaign: CampaignView; close: () => void }) {
  const t = useText()
  const act = useAct()
  const navigate = useNavigate()
  const now = useClock(campaign.zone)
  const gaps = openGaps(campaign)
  const start = () =>
    act.mutate(
      { act: () => api.post(`/api/campaigns/${campaign.id}/start`) },
      {
        onSuccess: () => {
          close()
          void navigate({
            to: '/orders/$campaign' as never,
            params: { campaign: campaign.id } as never,
            search: { started: '1' } as never,
          })
        },
      },
    )
  const names =
    gaps.names.slice(0, namesShown).join(t(texts.listSeparator)) + (gaps.names.length > namesShown ? '……' : '')
  return (
    <Modal
      open
      title={t(texts.startTitle, { title: t(campaign.title) })}
      okText={t(texts.startAction)}
      cancelText={t(texts.notNow)}
      okButtonProps={{ disabled: campaign.blocked_by !== null, loading: act.isPending }}
      onOk={start}
      onCancel={close}
      width={600}
    >
      <div className="orders-says">
        {campaign.blocked_by && (
          <p className="warn-box">{t(texts.startBlocked, { title: t(campaign.blocked_by.title) })}</p>
        )}
        <p>{t(texts.startInstant, { now })}</p>
        <p>
          {t(texts.startWho, {
            unit: campaign.unit.name,
            members: campaign.members.toLocaleString('en-US'),
            households: campaign.households.toLocaleString('en-US'),
            tasks: campaign.tasks_a_day.toLocaleString('en-US'),
          })}
        </p>
        <FirstDues campaign={campaign} />
        {gaps.names.length > 0 ? (
          <p className="warn-box">{t(texts.startGaps, { n: gaps.of - gaps.named, names })}</p>
        ) : (
          <p>{t(texts.startNoGaps)}</p>
        )}
      </div>
    </Modal>
  )
}

function FirstDues({ campaign }: { campaign: CampaignView }) {
  const t = useText()
  const when = useWhen(campaign.zone)
  const measures = allClauses(campaign)
    .flatMap((c) => c.measures)
    .filter(
      (m): m is MeasureView & { next_due: NonNullable<MeasureView['next_due']> } => m.ready && m.next_due !== null,
    )
    .sort((a, b) => Date.parse(a.next_due.due_at) - Date.parse(b.next_due.due_at))
  return (
    <table className="orders-dues">
      <caption>{t(texts.startFirst)}</caption>
      <tbody>
        {measures.map((m) => {
          const slot = m.slots.find((s) => s.code === m.next_due.slot)
          return (
            <tr key={m.code}>
              <td>{when(m.next_due.due_at)}</td>
              <th scope="row">
                {t(m.title)}
                {slot && m.slots.length > 1 && ` · ${t(slot.title)}`}
              </th>
              <td>{t(subjectTexts[m.subject] ?? subjectTexts.unit!, { n: m.subjects.toLocaleString('en-US') })}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
