/** Pausing, taking up again, ending and discarding a campaign: the consequence in words first; an end is typed. */
import { useNavigate } from '@tanstack/react-router'
import { Input, Modal } from 'antd'
import { useState } from 'react'
import { api } from '#web/console/api.ts'
import { useText } from '#web/console/text.ts'
import type { CampaignView } from '../schema.ts'
import { ConsequenceText } from './ConsequenceText.tsx'
import { useAct } from './queries.ts'
import { texts } from './texts.ts'

export type Act = 'pause' | 'resume' | 'stop' | 'drop'

const words = {
  pause: { title: texts.pauseAllTitle, ok: texts.pauseAll, path: 'pause' },
  resume: { title: texts.resumeAllTitle, ok: texts.resumeAll, path: 'start' },
  stop: { title: texts.stopTitle, ok: texts.stopAction, path: 'stop' },
  drop: { title: texts.dropTitle, ok: texts.dropAction, path: 'drop' },
} as const

export function ActDialogue({ campaign, act, close }: { campaign: CampaignView; act: Act; close: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const doing = useAct()
  const [typed, setTyped] = useState('')
  const word = words[act]
  const sure = act !== 'stop' || typed.trim() === campaign.unit.name
  const go = () =>
    doing.mutate(
      { act: () => api.post(`/api/campaigns/${campaign.id}/${word.path}`), said: t(texts.done) },
      {
        onSuccess: () => {
          close()
          if (act === 'drop') void navigate({ to: '/orders' as never })
        },
      },
    )
  return (
    <Modal
      open
      title={t(word.title, { title: t(campaign.title) })}
      okText={t(word.ok)}
      cancelText={t(texts.cancel)}
      okButtonProps={{ disabled: !sure, loading: doing.isPending, danger: act === 'stop' || act === 'drop' }}
      onOk={go}
      onCancel={close}
    >
      <div className="orders-says">
        {act === 'drop' && <p>{t(texts.dropSays)}</p>}
        {act === 'resume' && <p>{t(texts.resumeAllSays)}</p>}
        {(act === 'pause' || act === 'stop') && <ConsequenceText campaign={campaign.id} back={act === 'pause'} />}
        {act === 'stop' && (
          <>
            <p>{t(texts.stopSays)}</p>
            <label htmlFor="orders-typed">
              {t(texts.stopType, { unit: campaign.unit.name })}
              <Input id="orders-typed" value={typed} onChange={(e) => setTyped(e.target.value)} autoComplete="off" />
            </label>
          </>
        )}
      </div>
    </Modal>
  )
}
