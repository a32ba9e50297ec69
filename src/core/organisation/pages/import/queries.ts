/** What the import page fetches and does. The check is not fetched again by itself: it does not change. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#web/console/api.ts'
import type { CodesAnswer, ImportShape, ImportsAnswer, ListAnswer, ListName, RosterCheck } from '../../roster/schema.ts'

const once = { refetchInterval: false, refetchOnWindowFocus: false, staleTime: Number.POSITIVE_INFINITY } as const

/** Sends a file, or cells as text, to be checked. */
export function useCheckFile(onChecked: (check: RosterCheck) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ body, name }: { body: Blob; name: string }) =>
      api.post<RosterCheck>('/api/roster/check', body, { name }),
    onSuccess: (check) => {
      client.setQueryData(['roster', 'check', check.id], check)
      onChecked(check)
    },
  })
}

export const useCheck = (id: string) =>
  useQuery({
    queryKey: ['roster', 'check', id],
    queryFn: ({ signal }) => api.get<RosterCheck>(`/api/roster/${id}`, {}, signal),
    ...once,
    retry: false,
  })

export const useListOf = (id: string, list: ListName) =>
  useInfiniteQuery({
    queryKey: ['roster', 'list', id, list],
    queryFn: ({ pageParam, signal }) =>
      api.get<ListAnswer>(`/api/roster/${id}/people`, { list, cursor: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (page: ListAnswer) => page.next,
    ...once,
  })

export interface Yes {
  readonly good_only: boolean
  readonly retire: boolean
  readonly new_units: boolean
}

export const useApply = (id: string, onStarted: (importId: string) => void) =>
  useMutation({
    mutationFn: (yes: Yes) => api.post<{ import: string }>(`/api/roster/${id}/apply`, yes),
    onSuccess: (started) => onStarted(started.import),
  })

/** Milliseconds between two questions how far an import is. */
const askMs = 700
const usualMs = 30_000

/** Whether it is being written, or taken back. */
export const atWork = ({ state }: ImportShape): boolean => state === 'running' || state === 'taking_back'

export function useImport(id: string) {
  return useQuery({
    queryKey: ['roster', 'import', id],
    queryFn: ({ signal }) => api.get<ImportShape>(`/api/roster/imports/${id}`, {}, signal),
    refetchInterval: ({ state }) => (state.data === undefined || atWork(state.data) ? askMs : false),
  })
}

export const useImports = () =>
  useQuery({
    queryKey: ['roster', 'imports'],
    queryFn: ({ signal }) => api.get<ImportsAnswer>('/api/roster/imports', {}, signal),
    refetchInterval: ({ state }) => (state.data?.imports.some(atWork) ? askMs : usualMs),
  })

export function useTakeBack() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.post<{ import: string }>(`/api/roster/imports/${id}/take-back`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['roster'] }),
  })
}

export function useCodes() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.post<CodesAnswer>(`/api/roster/imports/${id}/codes`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['roster', 'imports'] }),
  })
}
