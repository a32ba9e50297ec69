/** Sign-in: with a password, or the first time with a one-time code. What was typed stays when it is refused. */
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useSessionQuery } from '#web/console/session.ts'
import { Bare, useAddress } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import { CodeForm } from './CodeForm.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { signInTexts as texts } from './texts.ts'

/** Only an address of this site, so that a link cannot lead a fresh sign-in elsewhere. */
const inside = (to: string | undefined): string =>
  to?.startsWith('/') && !/^\/[/\\]/.test(to) && !to.startsWith('/sign-in') ? to : '/'

export default function SignInPage() {
  const t = useText()
  const [at, go] = useAddress()
  const navigate = useNavigate()
  const { data } = useSessionQuery()
  const [login, setLogin] = useState('')
  const withCode = at.with === 'code'
  const to = inside(at.to)
  const here = data?.account != null
  useEffect(() => {
    if (here) void navigate({ href: to, replace: true } as never)
  }, [here, to, navigate])
  const foot = (
    <>
      <p>{t(texts.forgot)}</p>
      <p>{t(texts.families)}</p>
    </>
  )
  const Form = withCode ? CodeForm : PasswordForm
  return (
    <Bare foot={foot}>
      <h1>{t(withCode ? texts.codeTitle : texts.title)}</h1>
      <p className="bare-lead">{t(withCode ? texts.codeNote : texts.motto)}</p>
      {data?.setup === 'terminal' && (
        <p className="warn-box" role="status" style={{ marginBottom: 14 }}>
          {t(texts.noAdministrator)} <code>npm run --silent muster -- admin create</code>
        </p>
      )}
      <Form login={login} onLogin={setLogin} />
      <p style={{ marginTop: 14, textAlign: 'center' }}>
        <button
          type="button"
          className="text-button"
          onClick={() => go({ with: withCode ? undefined : 'code' }, { replace: true })}
        >
          {t(withCode ? texts.havePassword : texts.haveCode)}
        </button>
      </p>
    </Bare>
  )
}
