/** Assessing, controlling and closing: what follows stands above the button, and a form that is off says why. */
import { Button, DatePicker, Form, Input, Modal, Radio, Tooltip } from 'antd'
import { useState } from 'react'
import { useSession } from '#web/console/session.ts'
import { useText } from '#web/console/text.ts'
import {
  type AlertAction,
  type AlertShape,
  type AssessBody,
  actionAllowed,
  type CloseBody,
  findings,
  findingTexts,
  levelTexts,
  outcomes,
  outcomeTexts,
  whyOff,
} from '../alerts/schema.ts'
import { useHandle } from './queries.ts'
import { texts } from './texts.ts'

const titles = { assess: texts.assess, control: texts.control, close: texts.close } as const

/** The buttons of an alert. Only the next step is prominent. */
export function AlertButtons({ alert, only }: { alert: AlertShape; only?: readonly AlertAction[] }) {
  const t = useText()
  const { can } = useSession()
  const [open, setOpen] = useState<AlertAction>()
  if (!can('alert.handle')) return null
  return (
    <>
      {(only ?? (['assess', 'control', 'close'] as const)).map((action) => {
        const why = whyOff(action, alert.state)
        const first = action === 'assess' && alert.state === 'open'
        const danger = first && alert.level === 'red'
        return (
          <Tooltip key={action} title={why && t(why)}>
            <span>
              <Button
                type={first ? 'primary' : 'default'}
                danger={danger}
                disabled={!actionAllowed(action, alert.state)}
                onClick={() => setOpen(action)}
              >
                {t(action === 'assess' && alert.state === 'assessed' ? texts.assessAgain : titles[action])}
              </Button>
            </span>
          </Tooltip>
        )
      })}
      {open === 'assess' && <Assess alert={alert} close={() => setOpen(undefined)} />}
      {open === 'control' && <Control alert={alert} close={() => setOpen(undefined)} />}
      {open === 'close' && <Close alert={alert} close={() => setOpen(undefined)} />}
    </>
  )
}

interface DialogueProps {
  readonly alert: AlertShape
  readonly close: () => void
}

function Dialogue<T extends object>(
  props: DialogueProps & {
    title: string
    initial?: Partial<T>
    send: (values: T) => Promise<unknown>
    children: React.ReactNode
    consequence?: string
  },
) {
  const t = useText()
  const [form] = Form.useForm<T>()
  const [sending, setSending] = useState(false)
  const finish = async (values: T) => {
    setSending(true)
    // A refusal is said by the mutation; what was typed stays.
    await props.send(values).then(props.close, () => setSending(false))
  }
  return (
    <Modal
      open
      title={props.title}
      okText={t(texts.save)}
      cancelText={t(texts.cancel)}
      confirmLoading={sending}
      onCancel={props.close}
      onOk={() => form.submit()}
    >
      {props.consequence && <p className="row-note">{props.consequence}</p>}
      <Form
        form={form}
        layout="vertical"
        {...(props.initial && { initialValues: props.initial as Record<string, unknown> as never })}
        onFinish={(values) => void finish(values as T)}
      >
        {props.children}
      </Form>
    </Modal>
  )
}

function Assess({ alert, close }: DialogueProps) {
  const t = useText()
  const handle = useHandle(alert.id)
  const again = alert.state === 'assessed'
  return (
    <Dialogue<AssessBody>
      alert={alert}
      close={close}
      title={`${t(again ? texts.assessAgain : texts.assess)} · ${alert.subject.name}`}
      consequence={t(again ? texts.assessAgainConsequence : texts.assessConsequence)}
      initial={{ level: alert.level }}
      send={(values) =>
        handle.mutateAsync({
          assess: {
            finding: values.finding,
            ...(values.level && { level: values.level }),
            ...(values.note?.trim() && { note: values.note.trim() }),
          },
        })
      }
    >
      <Form.Item name="finding" label={t(texts.finding)} rules={[{ required: true }]}>
        <Radio.Group options={findings.map((f) => ({ value: f, label: t(findingTexts[f]) }))} />
      </Form.Item>
      <Form.Item name="level" label={t(texts.level)}>
        <Radio.Group options={(['amber', 'red'] as const).map((l) => ({ value: l, label: t(levelTexts[l]) }))} />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(a: AssessBody, b: AssessBody) => a.finding !== b.finding}>
        {({ getFieldValue }) => (
          <Form.Item
            name="note"
            label={t(texts.note)}
            rules={[{ required: ['no_concern', 'faulty_reading'].includes(getFieldValue('finding') as string) }]}
          >
            <Input.TextArea rows={3} maxLength={1000} placeholder={t(texts.noteHint)} />
          </Form.Item>
        )}
      </Form.Item>
    </Dialogue>
  )
}

function Control({ alert, close }: DialogueProps) {
  const t = useText()
  const handle = useHandle(alert.id)
  return (
    <Dialogue<{ plan: string; until: { toDate(): Date } }>
      alert={alert}
      close={close}
      title={`${t(texts.control)} · ${alert.subject.name}`}
      {...(alert.plan && { initial: { plan: alert.plan.plan } })}
      send={({ plan, until }) => handle.mutateAsync({ control: { plan, until: until.toDate().toISOString() } })}
    >
      <Form.Item name="plan" label={t(texts.plan)} rules={[{ required: true, min: 2 }]}>
        <Input.TextArea rows={3} maxLength={2000} placeholder={t(texts.noteHint)} />
      </Form.Item>
      <Form.Item name="until" label={t(texts.until)} rules={[{ required: true }]}>
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
    </Dialogue>
  )
}

function Close({ alert, close }: DialogueProps) {
  const t = useText()
  const handle = useHandle(alert.id)
  return (
    <Dialogue<CloseBody>
      alert={alert}
      close={close}
      title={`${t(texts.close)} · ${alert.subject.name}`}
      send={({ outcome, note }) =>
        handle.mutateAsync({ close: { outcome, ...(note?.trim() && { note: note.trim() }) } })
      }
    >
      <Form.Item name="outcome" label={t(texts.outcome)} rules={[{ required: true }]}>
        <Radio.Group options={outcomes.map((o) => ({ value: o, label: t(outcomeTexts[o]) }))} />
      </Form.Item>
      <Form.Item name="note" label={t(texts.note)}>
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
    </Dialogue>
  )
}
