/** What the board's pages fetch: again every 30 seconds and when something changed, keeping what is on the screen meanwhile. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api } from '#web/console/api.ts'
import { useLive } from '#web/console/live.ts'
import type { ListState } from '../cell-states.ts'
import type { Board, Columns, Days, ListPage } from '../schema.ts'

/** Milliseconds after which a screen asks again by itself: a lost notification costs seconds, never truth. */
const againMs = 30_000

export function useBoard(unit: string | undefined, day: string | undefined) {
  const query = useQuery({
    queryKey: ['board', unit ?? '', day ?? ''],
    queryFn: ({ signal }) => api.get<Board>('/api/board', { unit, day, levels: 2 }, signal),
    refetchInterval: againMs,
    placeholderData: keepPreviousData,
  })
  useLive(query.data?.unit.id, ['board'])
  return query
}

/** Full titles and clauses change with the orders only. */
export function useColumns(unit: string | undefined, day: string | undefined, stamp: string) {
  return useQuery({
    queryKey: ['board-columns', unit ?? '', day ?? '', stamp],
    queryFn: ({ signal }) => api.get<Columns>('/api/board/columns', { unit, day }, signal),
    staleTime: 5 * 60_000,
    placeholderData: keepPreviousData,
  })
}

export interface OpenList {
  readonly unit: string
  readonly day: string
  readonly measure: string
  readonly slot: string
  readonly state: ListState
  readonly scope?: 'own' | undefined
}

export function useList(list: OpenList, q: string) {
  return useInfiniteQuery({
    queryKey: ['board', 'list', list, q],
    queryFn: ({ pageParam, signal }) =>
      api.get<ListPage>('/api/board/list', { ...list, q, cursor: pageParam || undefined, limit: 50 }, signal),
    initialPageParam: '',
    getNextPageParam: (page: ListPage) => page.next,
    refetchInterval: againMs,
    placeholderData: keepPreviousData,
  })
}

/** The ids of every task of a list, for an action on all of them. */
export async function allTasks(list: OpenList): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const page: ListPage = await api.get<ListPage>('/api/board/list', { ...list, cursor, limit: 200 })
    ids.push(...page.rows.map((r) => r.task))
    cursor = page.next
  } while (cursor)
  return ids
}

export function useDays(unit: string, measure: string | undefined, on: boolean) {
  return useQuery({
    queryKey: ['board', 'days', unit, measure ?? ''],
    queryFn: ({ signal }) => api.get<Days>('/api/board/days', { unit, measure }, signal),
    enabled: on,
    placeholderData: keepPreviousData,
  })
}
