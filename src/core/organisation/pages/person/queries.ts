/** What one person's page fetches and does. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#web/console/api.ts'
import { useLive } from '#web/console/live.ts'
import type { PersonAnswer } from '../../people/schema.ts'
import type { PresenceBody, PreviewAnswer } from '../../presence/schema.ts'

export function usePerson(id: string) {
  const query = useQuery({
    queryKey: ['person', id],
    queryFn: ({ signal }) => api.get<PersonAnswer>(`/api/people/${id}`, {}, signal),
  })
  useLive(query.data?.unit.id, ['person', id])
  return query
}

/** An action after which the person, and the lists, are fetched again. */
export function useChange<T>(id: string, mutationFn: (input: T) => Promise<unknown>, done?: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['person', id] }),
        client.invalidateQueries({ queryKey: ['people'] }),
      ])
      done?.()
    },
  })
}

/** What would follow, asked again as the entry changes; undefined while it is not complete. */
export const usePreview = (body: PresenceBody | undefined) =>
  useQuery({
    queryKey: ['presence', 'preview', body],
    queryFn: () => api.post<PreviewAnswer>('/api/presence/preview', body),
    enabled: body !== undefined,
    retry: false,
    refetchInterval: false,
  })
