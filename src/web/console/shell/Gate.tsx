/** Decides what the visitor meets: the first visit, the sign-in, or the console. */
import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { openStream } from '../live-stream.ts'
import { pages } from '../pages.ts'
import { signedIn, useSessionQuery } from '../session.ts'
import { FailState } from '../shared/states.tsx'
import { useWake } from '../wake.ts'
import { Shell } from './Shell.tsx'
import { ShellSkeleton } from './ShellSkeleton.tsx'

const barePaths = new Set(pages.filter((page) => page.frame === 'bare').map((page) => page.path))

export function Gate() {
  useWake()
  const query = useSessionQuery()
  const { pathname, href } = useLocation()
  const session = query.data
  const person = session && signedIn(session)
  const accountId = person?.account.id
  useEffect(() => {
    if (accountId) openStream().start()
    return () => openStream().stop()
  }, [accountId])

  const bare = barePaths.has(pathname)
  if (!session) {
    if (!query.error) return bare ? null : <ShellSkeleton />
    return (
      <main className="bare">
        <FailState error={query.error} onRetry={() => void query.refetch()} />
      </main>
    )
  }
  if (session.setup === 'administrator' && pathname !== '/setup') return <Navigate to="/setup" replace />
  if (bare) return <Outlet />
  if (!person) return <Navigate to="/sign-in" search={{ to: href } as never} replace />
  return (
    <Shell session={person}>
      <Outlet />
    </Shell>
  )
}
