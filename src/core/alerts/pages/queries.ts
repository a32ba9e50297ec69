/** What the pages fetch and do; every answer is fetched again when something changed. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { api } from '#web/console/api.ts'
import { useLive } from '#web/console/live.ts'
import { useText } from '#web/console/text.ts'
import type { AlertPageShape, AlertShape, AssessBody, CloseBody, ControlBody } from '../alerts/schema.ts'
import type { Reminded } from '../notices/schema.ts'
import type { RollCallShape, TodayShape } from '../today/schema.ts'
import { texts } from './texts.ts'

export function useToday(unit: string | undefined) {
  const query = useQuery({
    queryKey: ['today', unit ?? ''],
    queryFn: ({ signal }) => api.get<TodayShape>('/api/today', { unit }, signal),
    placeholderData: keepPreviousData,
  })
  useLive(query.data?.unit.id, ['today'])
  return query
}

/** Alerts on one page of the list. */
const alertsAtOnce = 30

export function useAlerts(unit: string | undefined, state: string | undefined) {
  const query = useInfiniteQuery({
    queryKey: ['alerts', unit ?? '', state ?? ''],
    queryFn: ({ pageParam, signal }) =>
      api.get<AlertPageShape>('/api/alerts', { unit, state, offset: pageParam, limit: alertsAtOnce }, signal),
    initialPageParam: 0,
    getNextPageParam: (page: AlertPageShape) => page.next,
    placeholderData: keepPreviousData,
  })
  useLive(undefined, ['alerts'])
  return query
}

export const useAlert = (id: string) =>
  useQuery({
    queryKey: ['alerts', 'one', id],
    queryFn: ({ signal }) => api.get<AlertShape>(`/api/alerts/${id}`, undefined, signal),
    refetchInterval: false,
  })

export const useRollCall = (unit: string) =>
  useQuery({
    queryKey: ['roll-call', unit],
    queryFn: ({ signal }) => api.get<RollCallShape>('/api/roll-call', { unit }, signal),
    refetchInterval: false,
  })

type Handling = { assess: AssessBody } | { control: ControlBody } | { close: CloseBody }

/** Handles an alert; says that it is stored, or why not. */
export function useHandle(id: string) {
  const t = useText()
  const { message } = App.useApp()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (what: Handling) => {
      const [action, body] = Object.entries(what)[0]!
      return api.post(`/api/alerts/${id}/${action}`, body)
    },
    onSuccess: () => void message.success(t(texts.saved)),
    onError: (error: Error) => void message.error(error.message),
    onSettled: () =>
      void client.invalidateQueries({ predicate: (q) => q.queryKey[0] === 'alerts' || q.queryKey[0] === 'today' }),
  })
}

/** Reminds everybody of one measure, day and slot at a unit, and says who was left in peace. */
export function useRemind() {
  const t = useText()
  const { message } = App.useApp()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { unit: string; measure: string; day: string; slot: string }) =>
      api.post<Reminded>('/api/tasks/remind', body),
    onSuccess: (answer) => {
      const words = [t(texts.reminded, { count: answer.reminded.length })]
      const [first] = answer.skipped
      if (first && answer.skipped.length === 1) words.push(t(texts.skipped, { name: first.name, why: t(first.why) }))
      if (answer.skipped.length > 1) words.push(t(texts.skippedMore, { count: answer.skipped.length }))
      void message.info(words.join(' '))
    },
    onError: (error: Error) => void message.error(error.message),
    onSettled: () => void client.invalidateQueries({ queryKey: ['today'] }),
  })
}

/** Takes a naming off the list: it has been read. */
export function useSeen() {
  const { message } = App.useApp()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.post(`/api/notices/${id}/seen`),
    onError: (error: Error) => void message.error(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: ['today'] }),
  })
}

export function useAcknowledge() {
  const { message } = App.useApp()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.post<{ until: string }>(`/api/notices/${id}/acknowledge`),
    onError: (error: Error) => void message.error(error.message),
    onSettled: () => void client.invalidateQueries({ queryKey: ['today'] }),
  })
}
