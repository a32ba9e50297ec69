/** Step 2: the administrator's name, sign-in name and password. */
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { NewPassword } from '#platform/access/pages/NewPassword.tsx'
import { signInTexts } from '#platform/access/pages/texts.ts'
import type { AdministratorRequest } from '#platform/access/schema.ts'
import { ApiProblem, api } from '#web/console/api.ts'
import { useSessionChanged } from '#web/console/session.ts'
import { shellTexts } from '#web/console/shell-texts.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import { Step } from './Step.tsx'
import { setupTexts as texts } from './texts.ts'

type Values = Pick<AdministratorRequest, 'name' | 'login' | 'password'>

export function AdministratorStep() {
  const t = useText()
  const language = useLanguage()
  const changed = useSessionChanged()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const required = [{ required: true, whitespace: true, message: t(signInTexts.required) }]
  const send = async ({ name, login, password }: Values) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await api.post('/api/setup/administrator', { name, login, password, language })
      await changed()
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.title : t(shellTexts.somethingBroke))
      if (error instanceof ApiProblem && error.code === 'setup-done') await changed()
    } finally {
      setBusy(false)
    }
  }
  return (
    <Step n={2} title={t(texts.adminTitle)} lead={t(texts.adminLead)}>
      <Form layout="vertical" size="large" requiredMark={false} onFinish={(values: Values) => void send(values)}>
        <Form.Item name="name" label={t(texts.name)} rules={required}>
          <Input autoFocus autoComplete="name" maxLength={20} />
        </Form.Item>
        <Form.Item name="login" label={t(texts.login)} extra={t(texts.loginHelp)} rules={required}>
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={60} />
        </Form.Item>
        <NewPassword />
        {problem && (
          <p className="fail-box" role="alert" style={{ marginBottom: 14 }}>
            {problem}
          </p>
        )}
        <Button className="tall" type="primary" htmlType="submit" loading={busy}>
          {t(texts.make)}
        </Button>
      </Form>
    </Step>
  )
}
