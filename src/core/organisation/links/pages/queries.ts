/** What the cards' page fetches and sends. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#web/console/api.ts'
import type { CardNames, CardsAnswer } from '../schema.ts'

export const useCards = (unit: string | undefined) =>
  useQuery({
    queryKey: ['cards', unit],
    enabled: unit !== undefined,
    queryFn: ({ signal }) => api.get<CardsAnswer>('/api/links/cards', { unit }, signal),
  })

export interface NamesFilter {
  readonly unit: string
  readonly kind: 'person' | 'household' | undefined
  readonly opened: boolean | undefined
  readonly q: string
}

export const useCardNames = (filter: NamesFilter) =>
  useQuery({
    queryKey: ['cards', 'names', filter],
    queryFn: ({ signal }) => api.get<CardNames>('/api/links/names', { ...filter }, signal),
    placeholderData: keepPreviousData,
  })

/** Posts and reads the cards again. */
export function useCardAction<Body, Answer>(path: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body) => api.post<Answer>(path, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['cards'] }),
  })
}
