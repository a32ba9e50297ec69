/** Two fields for a new password, checked while they are typed. */
import { Form, Input } from 'antd'
import { passwordLength } from '#platform/access/schema.ts'
import { useText } from '#web/console/text.ts'
import { signInTexts as texts } from './texts.ts'

export function NewPassword() {
  const t = useText()
  const n = passwordLength.minimum
  return (
    <>
      <Form.Item
        name="password"
        label={t(texts.newPassword)}
        extra={t(texts.newPasswordHelp, { n })}
        validateTrigger="onBlur"
        rules={[{ required: true, min: n, message: t(texts.tooShort, { n }) }]}
      >
        <Input.Password autoComplete="new-password" maxLength={passwordLength.maximum} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t(texts.again)}
        dependencies={['password']}
        validateTrigger="onBlur"
        rules={[
          { required: true, message: t(texts.required) },
          ({ getFieldValue }) => ({
            validator: (_rule, value) =>
              !value || value === getFieldValue('password')
                ? Promise.resolve()
                : Promise.reject(new Error(t(texts.notSame))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={passwordLength.maximum} />
      </Form.Item>
    </>
  )
}
