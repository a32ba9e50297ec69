/** A directive's number; whoever manages the campaign changes it in place. */
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { api } from '#web/console/api.ts'
import { useSession } from '#web/console/session.ts'
import { useText } from '#web/console/text.ts'
import type { CampaignView, DirectiveView } from '../schema.ts'
import { useAct } from './queries.ts'
import { texts } from './texts.ts'

export function DirectiveNumber({ campaign, directive }: { campaign: CampaignView; directive: DirectiveView }) {
  const t = useText()
  const session = useSession()
  const [draft, setDraft] = useState<string>()
  const act = useAct()
  const may = session.can('campaign.manage', campaign.unit.path) && campaign.state !== 'stopped'
  if (!may) return <>{directive.number}</>
  const save = () =>
    act.mutate(
      {
        act: () => api.put(`/api/campaigns/${campaign.id}/directives/${directive.id}`, { number: draft }),
        said: t(texts.done),
      },
      { onSuccess: () => setDraft(undefined) },
    )
  return (
    <>
      <Button
        type="link"
        size="small"
        className="orders-number"
        title={t(texts.changeNumber)}
        onClick={() => setDraft(directive.number)}
      >
        {directive.number}
      </Button>
      <Modal
        open={draft !== undefined}
        title={t(texts.changeNumber)}
        okText={t(texts.save)}
        cancelText={t(texts.cancel)}
        okButtonProps={{ disabled: !draft?.trim(), loading: act.isPending }}
        onCancel={() => setDraft(undefined)}
        onOk={save}
      >
        <p className="row-note">{t(directive.title)}</p>
        <Input
          value={draft}
          maxLength={60}
          aria-label={t(texts.number)}
          onChange={(e) => setDraft(e.target.value)}
          onPressEnter={save}
        />
      </Modal>
    </>
  )
}
