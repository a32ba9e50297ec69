/** Above a clause: where the campaign stands as a whole, and what can be done about it, each step said before it is done. */
import { Link } from '@tanstack/react-router'
import { Button, Progress, Steps } from 'antd'
import { useRef, useState } from 'react'
import { useSession } from '#web/console/session.ts'
import { useAddress } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import { type CampaignView, campaignActions } from '../schema.ts'
import { type Act, ActDialogue } from './ActDialogue.tsx'
import { StartDialogue } from './StartDialogue.tsx'
import { texts } from './texts.ts'
import { openGaps } from './words.ts'

export function CampaignBand({ campaign }: { campaign: CampaignView }) {
  const t = useText()
  const session = useSession()
  const [open, setOpen] = useState<Act | 'start'>()
  const may = session.can('campaign.manage', campaign.unit.path)
  const allowed = (act: keyof typeof campaignActions) =>
    may && (campaignActions[act] as readonly string[]).includes(campaign.state)
  const draft = campaign.state === 'draft'
  const gaps = openGaps(campaign)
  return (
    <>
      {draft && may && <StartSteps at={open === 'start' ? 2 : 1} />}
      <div className={`orders-band ${campaign.state === 'paused' ? 'orders-band-warn' : ''}`}>
        <div className="orders-band-text">
          <strong>
            {campaign.unit.name} · {t(campaign.title)}
          </strong>
          <span>
            {t(texts[campaign.state])}
            {campaign.day_number !== null &&
              campaign.state === 'running' &&
              ` · ${t(texts.dayNo, { day: campaign.day_number })}`}
            {campaign.state !== 'stopped' && ` · ${t(texts.gapsTotal, { named: gaps.named, of: gaps.of })}`}
          </span>
          {draft && <span>{t(texts.draftBand)}</span>}
          {campaign.state === 'paused' && <span>{t(texts.pausedBand)}</span>}
          {campaign.state === 'stopped' && <span>{t(texts.stoppedBand)}</span>}
        </div>
        <div className="orders-band-actions">
          {allowed('drop') && (
            <Button type="text" onClick={() => setOpen('drop')}>
              {t(texts.dropAction)}
            </Button>
          )}
          {allowed('stop') && (
            <Button type="text" onClick={() => setOpen('stop')}>
              {t(texts.stopAction)}
            </Button>
          )}
          {allowed('pause') && <Button onClick={() => setOpen('pause')}>{t(texts.pauseAll)}</Button>}
          {allowed('start') && (
            <Button type="primary" onClick={() => setOpen(draft ? 'start' : 'resume')}>
              {t(draft ? texts.startAction : texts.resumeAll)}
            </Button>
          )}
        </div>
      </div>
      <Working campaign={campaign} />
      {open === 'start' && <StartDialogue campaign={campaign} close={() => setOpen(undefined)} />}
      {open && open !== 'start' && <ActDialogue campaign={campaign} act={open} close={() => setOpen(undefined)} />}
    </>
  )
}

/** The three steps of a start, so that it is plain how far one has come. */
export function StartSteps({ at }: { at: 0 | 1 | 2 }) {
  const t = useText()
  const items = [texts.stepPlaybook, texts.stepReview, texts.stepStart].map((x) => ({ title: t(x) }))
  return <Steps className="orders-steps" size="small" current={at} items={items} responsive={false} />
}

/** Progress after a start or a change; once done, the way to the board. */
function Working({ campaign }: { campaign: CampaignView }) {
  const t = useText()
  const [address] = useAddress()
  const most = useRef(0)
  most.current = Math.max(most.current, campaign.working_out)
  if (campaign.state !== 'running' || (address.started === undefined && most.current === 0)) return null
  const left = campaign.working_out
  const percent = left === 0 ? 100 : Math.floor(((most.current - left) / most.current) * 100)
  return (
    <div className="orders-working" role="status">
      <span>
        {left > 0
          ? t(texts.workingOut, { n: left.toLocaleString('en-US') })
          : t(texts.workingDone, { n: campaign.tasks_a_day.toLocaleString('en-US') })}
      </span>
      {left > 0 ? (
        <Progress percent={percent} size="small" showInfo={false} aria-label={t(texts.workingOut, { n: left })} />
      ) : (
        <Link to={'/board' as never} search={{ unit: campaign.scope.id } as never}>
          {t(texts.toBoard)}
        </Link>
      )}
    </div>
  )
}
