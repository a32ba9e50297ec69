/** The frame of one page: its title, one line of facts, its actions. */
import type { ReactNode } from 'react'

export interface PageProps {
  readonly title: ReactNode
  /** One line beside the title, in paler ink. */
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** `narrow`: a form or a text, at most 720 px wide. */
  readonly width?: 'full' | 'narrow'
}

export function Page({ title, note, actions, children, width = 'full' }: PageProps) {
  return (
    <div className={`page page-${width}`}>
      <div className="page-head">
        <h1>{title}</h1>
        {note && <p className="page-note">{note}</p>}
        {actions && <div className="page-actions">{actions}</div>}
      </div>
      {children}
    </div>
  )
}

/** A part of a page with its own small heading. */
export function Section(props: { title?: ReactNode; note?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="section">
      {(props.title || props.actions) && (
        <div className="section-head">
          {props.title && <h2>{props.title}</h2>}
          {props.note && <span className="section-note">{props.note}</span>}
          {props.actions && <div className="section-actions">{props.actions}</div>}
        </div>
      )}
      {props.children}
    </section>
  )
}

/** White paper with a thin line around it. */
export function Card({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={`card ${className ?? ''}`}>{children}</div>
}
