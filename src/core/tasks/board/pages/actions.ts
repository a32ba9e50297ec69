/** What can be done about missing names from the board; each call names the tasks that it is about. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { api } from '#web/console/api.ts'
import { useText } from '#web/console/text.ts'
import { allTasks, type OpenList } from './queries.ts'
import { texts } from './texts.ts'

export type TryKind = 'call_answered' | 'call_no_answer' | 'in_person'

/** Reminding, noting a call and exempting; afterwards board and list are fetched again. Failures are said in words. */
export function useListActions(list: OpenList) {
  const t = useText()
  const { message } = App.useApp()
  const client = useQueryClient()
  const after = {
    onError: (error: Error) => void message.error(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: ['board'] }),
  }
  const remind = useMutation({
    mutationFn: async (tasks: readonly string[] | 'all') => {
      const chosen = tasks === 'all' ? await allTasks(list) : tasks
      await api.post('/api/tasks/remind', { tasks: chosen })
      return chosen.length
    },
    onSuccess: (count) => void message.success(t(texts.reminded, { count })),
    ...after,
  })
  const note = useMutation({
    mutationFn: (entry: { task: string; kind: TryKind }) => api.post('/api/tasks/tries', entry),
    onSuccess: () => void message.success(t(texts.noted)),
    ...after,
  })
  const exempt = useMutation({
    mutationFn: (entry: { tasks: readonly string[]; reason: string; note?: string }) =>
      api.post('/api/tasks/exempt', entry),
    onSuccess: () => void message.success(t(texts.noted)),
    ...after,
  })
  return { remind, note, exempt }
}

export type ListActions = ReturnType<typeof useListActions>
