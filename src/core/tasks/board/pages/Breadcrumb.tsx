/** The way up: every unit above by name, as far as the reader may look; the last is the one shown. */
import { useSession } from '#web/console/session.ts'
import { useText } from '#web/console/text.ts'
import type { BoardUnit } from '../schema.ts'
import { texts } from './texts.ts'

export function Breadcrumb({ unit, go }: { unit: BoardUnit; go: (unit: string) => void }) {
  const t = useText()
  const { can } = useSession()
  const labels = unit.path.split('.')
  const names = unit.full_name.split('/')
  return (
    <nav className="board-way" aria-label={t(texts.up)}>
      <ol>
        {names.map((name, i) => {
          const path = labels.slice(0, i + 1).join('.')
          const last = i === names.length - 1
          return (
            <li key={path}>
              {last ? (
                <h1 aria-current="page">{name}</h1>
              ) : can('board.read', path) ? (
                <button type="button" className="board-link" onClick={() => go(path)}>
                  {name}
                </button>
              ) : (
                <span>{name}</span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
