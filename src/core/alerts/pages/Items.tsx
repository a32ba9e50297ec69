/** One line of Today: when, what with its consequence, and the next action beside it. */
import type { ReactNode } from 'react'

export function Item(props: {
  when: ReactNode
  tone?: 'red' | 'amber' | 'late' | 'plain'
  title: ReactNode
  note?: ReactNode
  actions?: ReactNode
}) {
  return (
    <li className={`today-item today-${props.tone ?? 'plain'}`}>
      <span className="today-when">{props.when}</span>
      <div className="today-what">
        <div>{props.title}</div>
        {props.note}
      </div>
      {props.actions && <div className="today-do">{props.actions}</div>}
    </li>
  )
}

export const Items = ({ children, label }: { children: ReactNode; label: string }) => (
  <ul className="card today-items" aria-label={label}>
    {children}
  </ul>
)
