/** No task on this day: what will appear here, and what to do first. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMinute } from '#web/console/now.ts'
import { useSession } from '#web/console/session.ts'
import { EmptyState } from '#web/console/shared/states.tsx'
import { useText } from '#web/console/text.ts'
import { localDay } from '../days.ts'
import type { Board } from '../schema.ts'
import { texts } from './texts.ts'

export function EmptyBoard({ board }: { board: Board }) {
  const t = useText()
  const { can } = useSession()
  const today = localDay(useMinute() || Date.parse(board.as_of), board.unit.zone)
  const why = board.day > today ? texts.noTasksLater : board.day < today ? texts.noTasksPast : texts.noTasksToday
  const action = why === texts.noTasksToday && can('campaign.manage', board.unit.path) && (
    <Link to={'/orders' as never}>
      <Button type="primary">{t(texts.noTasksAction)}</Button>
    </Link>
  )
  return (
    <div className="card">
      <EmptyState title={t(texts.noTasks)} hint={t(why)} action={action} />
    </div>
  )
}
