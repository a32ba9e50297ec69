/** Enters a leave or a hospital stay by hand, and says what follows before it is done. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, DatePicker, Form, Input, Modal, Select } from 'antd'
import { type PresenceBody, type PreviewAnswer, presenceTexts } from '#core/organisation/presence/schema.ts'
import { api } from '#web/console/api.ts'
import { serverNow } from '#web/console/now.ts'
import { type Say, useLanguage, useText } from '#web/console/text.ts'
import { useRollCall } from './queries.ts'
import { texts } from './texts.ts'

interface Values {
  person: string
  kind: PresenceBody['kind']
  until?: { toDate(): Date }
  place?: string
}

/** What presence can be entered here; on shift is the shift plan's. */
const kinds = ['leave', 'hospital', 'quarantine', 'outing', 'detached', 'on_station'] as const

export function PresenceDialogue({ unit, close }: { unit: string; close: () => void }) {
  const t = useText()
  const { message } = App.useApp()
  const client = useQueryClient()
  const people = useRollCall(unit)
  const [form] = Form.useForm<Values>()
  const values = Form.useWatch([], form) as Partial<Values> | undefined
  const save = useMutation({
    mutationFn: (v: Values) => api.post('/api/presence', bodyOf(v)),
    onSuccess: () => {
      void message.success(t(texts.saved))
      void client.invalidateQueries({ predicate: (q) => q.queryKey[0] === 'today' || q.queryKey[0] === 'roll-call' })
      close()
    },
    onError: (error: Error) => void message.error(error.message),
  })
  return (
    <Modal
      open
      title={t(texts.changePresence)}
      okText={t(texts.save)}
      cancelText={t(texts.cancel)}
      confirmLoading={save.isPending}
      onCancel={close}
      onOk={() => form.submit()}
    >
      <Form form={form} layout="vertical" onFinish={(v: Values) => save.mutate(v)}>
        <Form.Item name="person" label={t(texts.person)} rules={[{ required: true }]}>
          <Select
            showSearch
            optionFilterProp="label"
            loading={people.isPending}
            options={(people.data?.entries ?? []).map((e) => ({
              value: e.person,
              label: [e.name, e.unit, e.staff_no].filter(Boolean).join(' · '),
            }))}
          />
        </Form.Item>
        <Form.Item name="kind" label={t(texts.kind)} rules={[{ required: true }]}>
          <Select options={kinds.map((k) => ({ value: k, label: t(presenceTexts[k]) }))} />
        </Form.Item>
        <Form.Item name="until" label={t(texts.untilOptional)}>
          <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
        </Form.Item>
        <Form.Item name="place" label={t(texts.place)}>
          <Input maxLength={100} />
        </Form.Item>
      </Form>
      {values?.person && values.kind && <Consequences values={values as Values} />}
    </Modal>
  )
}

const bodyOf = (v: Values): PresenceBody => ({
  person: v.person,
  kind: v.kind,
  from: new Date(serverNow()).toISOString(),
  ...(v.until && { until: v.until.toDate().toISOString() }),
  ...(v.place?.trim() && { place: v.place.trim() }),
})

function Consequences({ values }: { values: Values }) {
  const t = useText()
  const language = useLanguage()
  const { data } = useQuery({
    queryKey: ['presence-preview', values.person, values.kind, values.until?.toDate().toISOString() ?? ''],
    queryFn: () => api.post<PreviewAnswer>('/api/presence/preview', bodyOf(values)),
    refetchInterval: false,
    retry: false,
  })
  if (!data) return null
  return <p className="note-box">{linesOf(data, t, language === 'zh' ? '、' : ', ').join(' ')}</p>
}

function linesOf(data: PreviewAnswer, t: Say, comma: string): string[] {
  const list = (duties: PreviewAnswer['leaves']) =>
    [...new Set(duties.map((d) => `${d.day.slice(5)} ${t(d.title)}`))].slice(0, 6).join(comma)
  const lines: string[] = []
  if (data.leaves.length > 0) lines.push(t(texts.presenceFollows, { list: list(data.leaves) }))
  if (data.excused.length > 0) lines.push(t(texts.presenceExcused, { list: list(data.excused) }))
  if (data.posts.length > 0)
    lines.push(
      t(texts.presencePosts, { list: data.posts.map((p) => `${p.unit.split('/').at(-1)}${p.post}`).join(comma) }),
    )
  return lines.length > 0 ? lines : [t(texts.presenceNothing)]
}
