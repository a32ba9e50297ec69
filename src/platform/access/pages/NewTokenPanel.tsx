/** Makes a token beside the list and shows it this once. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Form, Input, InputNumber } from 'antd'
import type { TokenMade } from '#platform/access/schema.ts'
import { ApiProblem, api } from '#web/console/api.ts'
import { useSession } from '#web/console/session.ts'
import { SidePanel } from '#web/console/shared/index.ts'
import { permissionText } from '#web/console/shell/permission-texts.ts'
import { useText } from '#web/console/text.ts'
import { CopyOnce } from './CopyOnce.tsx'
import { signInTexts, settingsTexts as texts } from './texts.ts'
import { tokensKey } from './tokens-key.ts'

interface Values {
  name: string
  days: number | null
  permissions: string[]
}

export function NewTokenPanel({ onClose }: { onClose: () => void }) {
  const t = useText()
  const session = useSession()
  const client = useQueryClient()
  const unit = session.capacity?.unit
  const make = useMutation({
    mutationFn: ({ name, days, permissions }: Values) =>
      api.post<TokenMade>('/api/tokens', { name, permissions, unitId: unit?.id, ...(days && { days }) }),
    onSuccess: () => client.invalidateQueries({ queryKey: tokensKey }),
  })
  const required = t(signInTexts.required)
  if (make.data)
    return (
      <SidePanel title={t(texts.newToken)} onClose={onClose}>
        <CopyOnce value={make.data.token} note={t(texts.tokenOnce)} />
        <Button type="primary" onClick={onClose} style={{ marginTop: 16 }}>
          {t(texts.done)}
        </Button>
      </SidePanel>
    )
  const options = session.permissions.map(({ name }) => ({ value: name, label: t(permissionText(name)) }))
  return (
    <SidePanel title={t(texts.newToken)} subtitle={`${t(texts.tokenUnit)}：${unit?.name ?? ''}`} onClose={onClose}>
      <Form<Values>
        layout="vertical"
        requiredMark={false}
        initialValues={{ days: 90 }}
        onFinish={(values) => make.mutate(values)}
      >
        <Form.Item
          name="name"
          label={t(texts.tokenName)}
          rules={[{ required: true, whitespace: true, message: required }]}
        >
          <Input maxLength={60} placeholder={t(texts.tokenNameHelp)} />
        </Form.Item>
        <Form.Item name="days" label={t(texts.tokenDays)}>
          <InputNumber min={1} max={3650} precision={0} />
        </Form.Item>
        <Form.Item name="permissions" label={t(texts.tokenCan)} rules={[{ required: true, message: required }]}>
          <Checkbox.Group options={options} className="checks" />
        </Form.Item>
        {make.error && (
          <p className="fail-box" role="alert" style={{ marginBottom: 14 }}>
            {make.error instanceof ApiProblem ? make.error.title : make.error.message}
          </p>
        )}
        <Button type="primary" htmlType="submit" loading={make.isPending}>
          {t(texts.tokenMake)}
        </Button>
      </Form>
    </SidePanel>
  )
}
