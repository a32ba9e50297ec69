/** The first visit in three calm steps: language, administrator, roster. */
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useSessionQuery } from '#web/console/session.ts'
import { Bare, EmptyState, useAddress } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import { AdministratorStep } from './AdministratorStep.tsx'
import { LanguageStep } from './LanguageStep.tsx'
import { RosterStep } from './RosterStep.tsx'
import { setupTexts as texts } from './texts.ts'

export default function SetupPage() {
  const t = useText()
  const [at, go] = useAddress()
  const { data } = useSessionQuery()
  if (!data) return null
  if (data.setup === 'administrator')
    return at.step === 'administrator' ? (
      <AdministratorStep />
    ) : (
      <LanguageStep onNext={() => go({ step: 'administrator' })} />
    )
  if (data.account) return <RosterStep ready={data.setup === 'done'} />
  if (data.setup === 'done') return <ToSignIn />
  return (
    <Bare>
      <EmptyState title={t(texts.signInFirst)} action={<Link to="/sign-in">{t(texts.signIn)}</Link>} />
    </Bare>
  )
}

/**
 * Everything is set up and nobody is signed in. Straight there and once: by way of `/`, or at each drawing, this page and
 * the gate would send the visitor to and fro for ever.
 */
function ToSignIn() {
  const navigate = useNavigate()
  useEffect(() => {
    void navigate({ to: '/sign-in', replace: true })
  }, [navigate])
  return null
}
