/** Changes one's own password. */
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { ApiProblem, api } from '#web/console/api.ts'
import { Card, Section } from '#web/console/shared/index.ts'
import { shellTexts } from '#web/console/shell-texts.ts'
import { useText } from '#web/console/text.ts'
import { NewPassword } from './NewPassword.tsx'
import { settingsTexts, signInTexts } from './texts.ts'

export function PasswordSection() {
  const t = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const send = async ({ current, password }: { current: string; password: string }) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await api.post('/api/session/password', { current, password })
      form.resetFields()
      void message.success(t(settingsTexts.changed))
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.title : t(shellTexts.somethingBroke))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Section title={t(settingsTexts.password)} note={t(settingsTexts.changeNote)}>
      <Card className="card-pad">
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={(values) => void send(values)}
          style={{ maxWidth: 360 }}
        >
          <Form.Item
            name="current"
            label={t(settingsTexts.current)}
            rules={[{ required: true, message: t(signInTexts.required) }]}
          >
            <Input.Password autoComplete="current-password" maxLength={200} />
          </Form.Item>
          <NewPassword />
          {problem && (
            <p className="fail-box" role="alert" style={{ marginBottom: 14 }}>
              {problem}
            </p>
          )}
          <Button type="primary" htmlType="submit" loading={busy}>
            {t(settingsTexts.change)}
          </Button>
        </Form>
      </Card>
    </Section>
  )
}
