/** What the roster's page fetches. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api } from '#web/console/api.ts'
import { useLive } from '#web/console/live.ts'
import type { PeopleAnswer, UnitsAnswer } from '../../people/schema.ts'

export const useUnits = () =>
  useQuery({
    queryKey: ['units'],
    queryFn: ({ signal }) => api.get<UnitsAnswer>('/api/units', {}, signal),
    staleTime: 60_000,
  })

export interface Filter {
  readonly unit: string | undefined
  readonly q: string
  readonly kind: string | undefined
}

export function usePeople(filter: Filter) {
  useLive(filter.unit, ['people'])
  return useInfiniteQuery({
    queryKey: ['people', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<PeopleAnswer>('/api/people', { ...filter, cursor: pageParam || undefined }, signal),
    initialPageParam: '',
    getNextPageParam: (page: PeopleAnswer) => page.next,
    placeholderData: keepPreviousData,
  })
}
