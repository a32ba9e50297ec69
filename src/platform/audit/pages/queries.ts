/** What the audit's page fetches. The list is not fetched again by itself: each reading is a record. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/console/api.ts'
import type { AuditPageShape, HeadShape, VerificationShape } from '../schema.ts'

export interface Filter {
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly from?: string | undefined
  readonly until?: string | undefined
}

export const useHead = () =>
  useQuery({ queryKey: ['audit', 'head'], queryFn: ({ signal }) => api.get<HeadShape>('/api/audit/head', {}, signal) })

export function useRecords(filter: Filter) {
  return useInfiniteQuery({
    queryKey: ['audit', 'records', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<AuditPageShape>('/api/audit', { ...filter, before: pageParam || undefined, limit: 50 }, signal),
    initialPageParam: '',
    getNextPageParam: (page: AuditPageShape) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: false,
    refetchOnWindowFocus: false,
  })
}

/** What a verification's result holds, as far as the page shows it. */
export interface ShownResult {
  readonly ok: boolean
  readonly seals: number
  readonly rows: number
  readonly reports: number
  readonly counts: Readonly<Record<string, number>>
  readonly findings: readonly { readonly kind: string; readonly text: { zh: string; en: string } }[]
  readonly notes: readonly { readonly kind: string; readonly text: { zh: string; en: string } }[]
}

/** Between two questions how far a verification is. */
const askMs = 700

/** Starts a verification and follows it until it is done. */
export function useVerification() {
  const [id, follow] = useState<string>()
  const start = useMutation({
    mutationFn: (head: string) => api.post<{ id: string }>('/api/audit/verify', { head }),
    onSuccess: ({ id: started }) => follow(started),
  })
  const state = useQuery({
    queryKey: ['audit', 'verification', id],
    queryFn: ({ signal }) => api.get<VerificationShape>(`/api/audit/verify/${id}`, {}, signal),
    enabled: id !== undefined,
    refetchInterval: ({ state: { data } }) => (data?.state === 'done' || data?.state === 'failed' ? false : askMs),
  })
  return { start, state: id === undefined ? undefined : state.data }
}
