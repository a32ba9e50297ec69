/** What the page of requests fetches and sends. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#web/console/api.ts'
import type { RightsDetail, RightsList } from '../rights/schema.ts'

export const useRequests = (state: 'open' | 'answered') =>
  useQuery({
    queryKey: ['rights', state],
    queryFn: ({ signal }) => api.get<RightsList>('/api/rights', { state }, signal),
    placeholderData: keepPreviousData,
  })

/** Opening a request is kept in the audit, so that it is not asked for again every half minute. */
export const useRequest = (id: string) =>
  useQuery({
    queryKey: ['rights', 'one', id],
    queryFn: ({ signal }) => api.get<RightsDetail>(`/api/rights/${id}`, {}, signal),
    refetchInterval: false,
  })

/** Posts and reads the requests again. */
export function useRightsAction<Body extends object, Answer>(path: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body) => api.post<Answer>(path, body),
    onSettled: () => client.invalidateQueries({ queryKey: ['rights'] }),
  })
}
