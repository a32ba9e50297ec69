/** Sends a sign-in and, when it is taken, fetches the session. */
import { useState } from 'react'
import type { SignIn } from '#platform/access/schema.ts'
import { ApiProblem, api } from '#web/console/api.ts'
import { useSessionChanged } from '#web/console/session.ts'
import { shellTexts } from '#web/console/shell-texts.ts'
import { useText } from '#web/console/text.ts'

export interface FormProps {
  /** Kept by the page, so that changing between password and code does not lose it. */
  readonly login: string
  readonly onLogin: (login: string) => void
}

export function useSignIn() {
  const t = useText()
  const changed = useSessionChanged()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const send = async (input: SignIn) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await api.post('/api/session', input)
      await changed()
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.title : t(shellTexts.somethingBroke))
    } finally {
      setBusy(false)
    }
  }
  return { send, busy, problem }
}
