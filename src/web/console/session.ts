/** Who is signed in, as what, and what that allows; fetched once and kept fresh by the query cache. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Capacity, SessionAnswer } from '#platform/access/schema.ts'
import { api } from './api.ts'
import { hearServerTime } from './now.ts'
import { setLanguage } from './text.ts'

export type { Capacity, SessionAnswer }

export const sessionKey = ['session'] as const

const load = async (): Promise<SessionAnswer> => {
  const session = await api.get<SessionAnswer>('/api/session')
  hearServerTime(session.now)
  return session
}

/** The session with its loading and failing states; for the shell. Pages use `useSession`. */
export function useSessionQuery() {
  const query = useQuery({ queryKey: sessionKey, queryFn: load, staleTime: 20_000 })
  const account = query.data?.account?.id
  const chosen = query.data?.language
  useEffect(() => {
    if (account && chosen) setLanguage(chosen)
  }, [account, chosen])
  return query
}

export interface SignedIn extends SessionAnswer {
  readonly account: { id: string; name: string }
  /** In whose capacity the person acts; undefined for an account without any. */
  readonly capacity: Capacity | undefined
  /** Whether the chosen capacity holds a permission, at a unit's path or anywhere. */
  can(permission: string, path?: string): boolean
}

const within = (path: string, root: string): boolean => root === '' || path === root || path.startsWith(`${root}.`)

export function signedIn(session: SessionAnswer): SignedIn | undefined {
  const { account } = session
  if (!account) return undefined
  const held = new Map(session.permissions.map((p) => [p.name, p.unitPaths]))
  return {
    ...session,
    account,
    capacity: session.capacities.find((c) => c.id === session.chosen) ?? session.capacities[0],
    can: (permission, path) => {
      const roots = held.get(permission)
      return roots !== undefined && (path === undefined || roots.some((root) => within(path, root)))
    },
  }
}

/** The signed-in session; inside the shell there always is one. */
export function useSession(): SignedIn {
  const { data } = useQuery({ queryKey: sessionKey, queryFn: load, staleTime: 20_000 })
  const session = data && signedIn(data)
  if (!session) throw new Error('useSession outside the signed-in shell')
  return session
}

/** Fetches the session and everything else again: after signing in or out, or choosing another capacity. */
export function useSessionChanged(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] })
    await client.invalidateQueries({ queryKey: sessionKey })
  }
}
