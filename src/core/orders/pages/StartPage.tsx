/** The first of three steps: which playbook, at which unit. Making a draft owes nobody anything yet. */
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Radio, Select } from 'antd'
import { useState } from 'react'
import { api } from '#web/console/api.ts'
import { useSession } from '#web/console/session.ts'
import { Card, Loaded, Page } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import type { CampaignSummary, PlaybookView } from '../schema.ts'
import { StartSteps } from './CampaignBand.tsx'
import { PlaybookUpload } from './PlaybookUpload.tsx'
import { useAct, usePlaybooks } from './queries.ts'
import { texts } from './texts.ts'
import { useUnits } from './units.ts'

export function StartPage({ list }: { list: readonly CampaignSummary[] }) {
  const t = useText()
  const playbooks = usePlaybooks()
  return (
    <Page title={t(texts.startPageTitle)} note={t(texts.startPageNote)} width="narrow">
      <StartSteps at={0} />
      <Loaded query={playbooks}>{(found) => <Choice playbooks={newest(found)} />}</Loaded>
      <PlaybookUpload />
      {list.map((c) => (
        <p key={c.id}>
          <Link to={'/orders/$campaign' as never} params={{ campaign: c.id } as never}>
            {c.unit.name} · {t(c.title)} · {t(texts[c.state])}
          </Link>
        </p>
      ))}
    </Page>
  )
}

/** A draft is made from the newest version of a playbook. */
const newest = (list: readonly PlaybookView[]): PlaybookView[] =>
  list.filter((p) => !list.some((q) => q.code === p.code && q.version > p.version))

function Choice({ playbooks }: { playbooks: readonly PlaybookView[] }) {
  const t = useText()
  const session = useSession()
  const navigate = useNavigate()
  const act = useAct()
  const units = useUnits()
  const own = session.capacity?.unit
  const [code, setCode] = useState(playbooks[0]?.code)
  const [chosen, setUnit] = useState<string>()
  // A right that holds everywhere has no unit of its own: the top of the tree is the likeliest.
  const unit = chosen ?? (own?.name ? own.id : undefined) ?? units[0]?.value
  const draft = () =>
    act.mutate(
      { act: () => api.post<{ id: string }>('/api/campaigns', { unit, playbook: code }) },
      {
        onSuccess: (made) =>
          void navigate({
            to: '/orders/$campaign' as never,
            params: { campaign: (made as { id: string }).id } as never,
          }),
      },
    )
  return (
    <Card className="card-pad orders-choice">
      <h2>{t(texts.choosePlaybook)}</h2>
      <Radio.Group
        value={code}
        onChange={(e) => setCode(e.target.value as string)}
        aria-label={t(texts.choosePlaybook)}
      >
        {playbooks.map((p) => (
          <Radio key={p.code} value={p.code}>
            <b>{t(p.title)}</b>
            <span className="row-note">
              {t(texts.playbookFacts, {
                version: p.version,
                directives: p.directives,
                clauses: p.clauses,
                ready: p.ready,
              })}
            </span>
            <span className="row-note">{t(p.summary)}</span>
          </Radio>
        ))}
      </Radio.Group>
      <h2>{t(texts.chooseUnit)}</h2>
      <Select
        value={unit}
        onChange={setUnit}
        showSearch={{ optionFilterProp: 'label' }}
        options={units.length > 0 ? [...units] : own ? [{ value: own.id, label: own.name }] : []}
        aria-label={t(texts.chooseUnit)}
        style={{ width: '100%' }}
      />
      <p className="row-note">{t(texts.unitHint)}</p>
      <Button type="primary" size="large" disabled={!code || !unit} loading={act.isPending} onClick={draft}>
        {t(texts.makeDraft)}
      </Button>
    </Card>
  )
}
