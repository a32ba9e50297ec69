/** Number and password. */
import { Button, Form, Input } from 'antd'
import { useText } from '#web/console/text.ts'
import { signInTexts as texts } from './texts.ts'
import { type FormProps, useSignIn } from './useSignIn.ts'

export function PasswordForm({ login, onLogin }: FormProps) {
  const t = useText()
  const { send, busy, problem } = useSignIn()
  const required = [{ required: true, whitespace: true, message: t(texts.required) }]
  return (
    <Form
      layout="vertical"
      size="large"
      requiredMark={false}
      initialValues={{ login }}
      onFinish={(values: { login: string; password: string }) => void send(values)}
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
      <Form.Item name="password" label={t(texts.password)} rules={[{ required: true, message: t(texts.required) }]}>
        <Input.Password autoComplete="current-password" maxLength={200} />
      </Form.Item>
      {problem && (
        <p className="fail-box" role="alert" style={{ marginBottom: 14 }}>
          {problem}
        </p>
      )}
      <Button className="tall" type="primary" htmlType="submit" loading={busy}>
        {t(texts.enter)}
      </Button>
    </Form>
  )
}
