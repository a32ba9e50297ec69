/** What can be done about missing names from the board; each call says what came of it, and who was left in peace. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import type { Text } from '#platform/texts.ts'
import { api } from '#web/console/api.ts'
import { useText } from '#web/console/text.ts'
import { allTasks, type OpenList } from './queries.ts'
import { texts } from './texts.ts'

export type TryKind = 'call_answered' | 'call_no_answer' | 'in_person'

/** What reminding answers: persons who were told, and who was not and why. */
interface Reminded {
  readonly reminded: readonly { name: string; tasks: number }[]
  readonly skipped: readonly { name: string; why: Text }[]
}
interface Tries {
  readonly advice: Text | null
}

const remindAtOnce = 1000
const isOne = (list: OpenList) => list.measure !== '*' && list.slot !== '*' && list.scope !== 'own'

/** Reminds a whole list: by its measure and slot where it is of one, else by its tasks. */
async function remindList(list: OpenList): Promise<Reminded> {
  const { unit, measure, day, slot } = list
  if (isOne(list)) return api.post<Reminded>('/api/tasks/remind', { unit, measure, day, slot })
  const tasks = await allTasks(list)
  const answers: Reminded[] = []
  for (let i = 0; i < tasks.length; i += remindAtOnce) {
    answers.push(await api.post<Reminded>('/api/tasks/remind', { tasks: tasks.slice(i, i + remindAtOnce) }))
  }
  return { reminded: answers.flatMap((a) => a.reminded), skipped: answers.flatMap((a) => a.skipped) }
}

/** Reminding, noting a call, exempting and taking that back; then board and list are fetched again. */
export function useListActions(list: OpenList) {
  const t = useText()
  const { message } = App.useApp()
  const client = useQueryClient()
  const after = {
    onError: (error: Error) => void message.error(error.message),
    // Not waited for: a button must not stay busy while a lost network is tried again.
    onSettled: () =>
      void client.invalidateQueries({ predicate: (q) => q.queryKey[0] === 'board' || q.queryKey[0] === 'today' }),
  }
  const remind = useMutation({
    mutationFn: (whom: 'all' | string) =>
      whom === 'all' ? remindList(list) : api.post<Reminded>('/api/tasks/remind', { tasks: [whom] }),
    onSuccess: ({ reminded, skipped }) => {
      const words = reminded.length > 0 || skipped.length === 0 ? [t(texts.reminded, { count: reminded.length })] : []
      const [first] = skipped
      if (first && skipped.length === 1) words.push(t(texts.skipped, { name: first.name, why: t(first.why) }))
      if (first && skipped.length > 1) words.push(t(texts.skippedMore, { count: skipped.length, why: t(first.why) }))
      void message.info(words.join(' '))
    },
    ...after,
  })
  const note = useMutation({
    mutationFn: (entry: { task: string; kind: TryKind }) => api.post<Tries>('/api/tasks/tries', entry),
    onSuccess: ({ advice }) => void message.info(advice ? `${t(texts.noted)} ${t(advice)}` : t(texts.noted)),
    ...after,
  })
  const unexempt = useMutation({
    mutationFn: (tasks: readonly string[]) => api.post('/api/tasks/unexempt', { tasks }),
    onSuccess: () => void message.success(t(texts.unexempted)),
    ...after,
  })
  const exempt = useMutation({
    mutationFn: (entry: { tasks: readonly string[]; reason: string; note?: string }) =>
      api.post('/api/tasks/exempt', entry),
    onSuccess: (_, { tasks }) => {
      const key = tasks.join()
      const undo = () => {
        message.destroy(key)
        unexempt.mutate(tasks)
      }
      const content = (
        <>
          {t(texts.exempted)}{' '}
          <Button type="link" size="small" onClick={undo}>
            {t(texts.undo)}
          </Button>
        </>
      )
      void message.success({ key, content, duration: 8 })
    },
    ...after,
  })
  return { remind, note, exempt, unexempt }
}

export type ListActions = ReturnType<typeof useListActions>
