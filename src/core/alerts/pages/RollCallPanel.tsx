/** The roll-call: names filled in from presence, each checked by eye, sent as one report. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Select } from 'antd'
import { useState } from 'react'
import { api } from '#web/console/api.ts'
import { serverNow } from '#web/console/now.ts'
import { Loaded, SidePanel } from '#web/console/shared/index.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import { type RollCallShape, type RollCallState, rollCallStates } from '../today/schema.ts'
import { useRollCall } from './queries.ts'
import { newReportId } from './report-id.ts'
import { rollStates, texts } from './texts.ts'

export function RollCallPanel({ unit, close }: { unit: string; close: () => void }) {
  const t = useText()
  const query = useRollCall(unit)
  return (
    <SidePanel
      title={`${query.data?.unit.name ?? ''} ${t(texts.rollCall)}`}
      subtitle={t(texts.rollCallHint)}
      onClose={close}
      width={440}
    >
      <Loaded query={query}>{(data) => <RollCallForm data={data} close={close} />}</Loaded>
    </SidePanel>
  )
}

function RollCallForm({ data, close }: { data: RollCallShape; close: () => void }) {
  const t = useText()
  const language = useLanguage()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [changed, setChanged] = useState<Readonly<Record<string, RollCallState>>>({})
  // One id for one form: pressed twice, or sent again after a broken line, it is stored once.
  const [id] = useState(() => newReportId(serverNow()))
  const stateOf = (e: RollCallShape['entries'][number]) => changed[e.person] ?? e.state
  const differing = data.entries.filter((e) => stateOf(e) !== e.state)
  const send = useMutation({
    mutationFn: () =>
      api.post('/api/reports', {
        id,
        form: 'roll-call',
        form_version: data.form_version,
        subject: { unit: data.unit.id },
        observed_at: new Date(serverNow()).toISOString(),
        ...(data.task && { task: data.task.id }),
        answers: { entries: data.entries.map((e) => ({ person: e.person, state: stateOf(e) })) },
      }),
    onSuccess: () => {
      const present = data.entries.filter((e) => stateOf(e) === 'present').length
      void message.success(t(texts.rollCallSent, { present, total: data.entries.length }))
      void client.invalidateQueries({ queryKey: ['today'] })
      close()
    },
    onError: (error: Error) => void message.error(error.message),
  })
  return (
    <>
      <ul className="quiet-list">
        {data.entries.map((e) => (
          <li key={e.person} className="row">
            <div className="row-main">
              <div className="row-name">{e.name}</div>
              <div className="row-note">{[e.unit, e.staff_no, e.place].filter(Boolean).join(' · ')}</div>
            </div>
            <Select
              size="small"
              aria-label={e.name}
              style={{ width: 118 }}
              value={stateOf(e)}
              options={rollCallStates.map((s) => ({ value: s, label: t(rollStates[s]!) }))}
              onChange={(state: RollCallState) => setChanged({ ...changed, [e.person]: state })}
            />
          </li>
        ))}
      </ul>
      {differing.length > 0 && (
        <p className="warn-box">
          {t(texts.rollCallDiffers, {
            count: differing.length,
            names: differing.map((e) => e.name).join(language === 'zh' ? '、' : ', '),
          })}
        </p>
      )}
      <Button
        type="primary"
        size="large"
        block
        loading={send.isPending}
        disabled={data.entries.length === 0}
        onClick={() => send.mutate()}
        style={{ marginTop: 16 }}
      >
        {t(texts.rollCallSend)}
      </Button>
    </>
  )
}
