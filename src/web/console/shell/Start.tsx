/** `/`: leads to the first page of the rail that this capacity may see, or on through the first visit. */
import { Navigate } from '@tanstack/react-router'
import { railPages } from '../pages.ts'
import { signedIn, useSessionQuery } from '../session.ts'

export function Start() {
  const { data } = useSessionQuery()
  const session = data && signedIn(data)
  // Signed out this moment: the gate is already leading to the sign-in.
  if (!session) return null
  if (session.setup === 'organisation') return <Navigate to="/setup" replace />
  const first = railPages.find((page) => page.permission === undefined || session.can(page.permission))
  return <Navigate to={first?.path ?? '/settings'} replace />
}
