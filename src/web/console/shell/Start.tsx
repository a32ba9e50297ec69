/** `/`: leads to the first page of the rail that this capacity may see, or on through the first visit. */
import { Navigate } from '@tanstack/react-router'
import { railPages } from '../pages.ts'
import { useSession } from '../session.ts'

export function Start() {
  const session = useSession()
  if (session.setup === 'organisation') return <Navigate to="/setup" replace />
  const first = railPages.find((page) => page.permission === undefined || session.can(page.permission))
  return <Navigate to={first?.path ?? '/settings'} replace />
}
