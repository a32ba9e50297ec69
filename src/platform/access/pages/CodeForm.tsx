/** Number, one-time code, and the password that its holder chooses. */
import { Button, Form, Input } from 'antd'
import { useText } from '#web/console/text.ts'
import { NewPassword } from './NewPassword.tsx'
import { signInTexts as texts } from './texts.ts'
import { type FormProps, useSignIn } from './useSignIn.ts'

interface Values {
  login: string
  code: string
  password: string
}

export function CodeForm({ login, onLogin }: FormProps) {
  const t = useText()
  const { send, busy, problem } = useSignIn()
  const required = [{ required: true, whitespace: true, message: t(texts.required) }]
  return (
    <Form
      layout="vertical"
      size="large"
      requiredMark={false}
      initialValues={{ login }}
      onFinish={({ login: who, code, password }: Values) => void send({ login: who, code, password })}
    >
      <Form.Item name="login" label={t(texts.login)} rules={required}>
        <Input
          autoFocus
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={60}
          placeholder={t(texts.loginHelp)}
          onChange={(event) => onLogin(event.target.value)}
        />
      </Form.Item>
      <Form.Item name="code" label={t(texts.code)} extra={t(texts.codeHelp)} rules={required}>
        <Input
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={20}
          placeholder="7KQ2-M4XP"
        />
      </Form.Item>
      <NewPassword />
      {problem && (
        <p className="fail-box" role="alert" style={{ marginBottom: 14 }}>
          {problem}
        </p>
      )}
      <Button className="tall" type="primary" htmlType="submit" loading={busy}>
        {t(texts.setAndEnter)}
      </Button>
    </Form>
  )
}
