/** What the orders' pages fetch and send; whatever is changed is fetched again at once. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { ApiProblem, api } from '#web/console/api.ts'
import { useLive } from '#web/console/live.ts'
import type {
  CampaignSummary,
  CampaignView,
  Consequence,
  FormView,
  Gap,
  Nameable,
  PlaybookView,
  TimesInput,
  TimesTried,
} from '../schema.ts'

export const useCampaigns = () =>
  useQuery({
    queryKey: ['orders', 'list'],
    queryFn: ({ signal }) => api.get<CampaignSummary[]>('/api/campaigns', {}, signal),
  })

/** Each second while tasks are worked out after a start, so that the number is seen to fall. */
export function useCampaign(id: string) {
  const query = useQuery({
    queryKey: ['orders', 'campaign', id],
    queryFn: ({ signal }) => api.get<CampaignView>(`/api/campaigns/${id}`, {}, signal),
    refetchInterval: (q) => (q.state.data && q.state.data.working_out > 0 ? 1000 : 30_000),
  })
  useLive(query.data?.unit.id, ['orders'])
  return query
}

export const usePlaybooks = () =>
  useQuery({
    queryKey: ['orders', 'playbooks'],
    queryFn: ({ signal }) => api.get<PlaybookView[]>('/api/playbooks', {}, signal),
  })

export const useForm = (form: MeasureForm | null) =>
  useQuery({
    queryKey: ['orders', 'form', form?.code, form?.version],
    queryFn: ({ signal }) =>
      api.get<FormView>(`/api/forms/${encodeURIComponent(form!.code)}`, { version: form!.version }, signal),
    enabled: form !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })

interface MeasureForm {
  readonly code: string
  readonly version: number
}

/** The part of a board's cell that a clause shows. */
export interface TodayCell {
  readonly code: string
  readonly slot: string
  readonly expected: number
  readonly done: number
  readonly late: number
  readonly received_late: number
  readonly exempt: number
  readonly missing: number
  readonly pending: number
}

export function useToday(unit: string, on: boolean) {
  const query = useQuery({
    queryKey: ['board', 'today', unit],
    queryFn: ({ signal }) => api.get<{ day: string; measures: TodayCell[] }>('/api/board', { unit }, signal),
    enabled: on,
  })
  useLive(on ? unit : undefined, ['board', 'today'])
  return query.data
}

/** Every gap of a measure, once somebody asks for more than the first few. */
export const useGaps = (campaign: string, measure: string, on: boolean) =>
  useQuery({
    queryKey: ['orders', 'gaps', campaign, measure],
    queryFn: ({ signal }) => api.get<Gap[]>(`/api/campaigns/${campaign}/measures/${measure}/gaps`, {}, signal),
    enabled: on,
  })

export const useConsequence = (campaign: string, measure?: string) =>
  useQuery({
    queryKey: ['orders', 'consequence', campaign, measure ?? ''],
    queryFn: ({ signal }) => api.get<Consequence>(`/api/campaigns/${campaign}/consequence`, { measure }, signal),
    staleTime: 0,
  })

export const useNameable = (unit: string, q: string) =>
  useQuery({
    queryKey: ['orders', 'nameable', unit, q],
    queryFn: ({ signal }) => api.get<Nameable[]>('/api/responsible/nameable', { unit, q }, signal),
    enabled: q.trim() !== '',
    refetchInterval: false,
  })

export const useTried = (campaign: string, measure: string, times: TimesInput | undefined) =>
  useQuery({
    queryKey: ['orders', 'try', campaign, measure, times],
    queryFn: () => api.post<TimesTried>(`/api/campaigns/${campaign}/measures/${measure}/times/try`, times),
    enabled: times !== undefined,
    refetchInterval: false,
    retry: false,
  })

/** Does something, says what was done or why not (not where `quiet`: the page shows it in its place), and fetches the orders again. */
export function useAct() {
  const client = useQueryClient()
  const { message } = App.useApp()
  return useMutation({
    mutationFn: async ({
      act,
    }: {
      act: () => Promise<unknown>
      said?: string | ((answer: never) => string)
      quiet?: boolean
    }) => act(),
    onSuccess: async (answer, { said }) => {
      if (said) void message.success(typeof said === 'string' ? said : said(answer as never))
      await client.invalidateQueries({ queryKey: ['orders'] })
      void client.invalidateQueries({ queryKey: ['session'] })
      void client.invalidateQueries({ queryKey: ['board'] })
    },
    onError: (error, { quiet }) => {
      if (!quiet && error instanceof ApiProblem)
        void message.error([error.title, ...error.wrong.map((x) => x.reason)].join(' '))
    },
  })
}
