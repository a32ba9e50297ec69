/** A panel beside the page: opens what a number counts without leaving; Escape closes, focus and scroll come back. */
import { type ReactNode, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { Icon } from '../icons.tsx'
import { shellTexts } from '../shell-texts.ts'
import { useText } from '../text.ts'

export const panelHost = 'panel-host'
export const mainHost = 'main'

export interface SidePanelProps {
  readonly title: ReactNode
  readonly subtitle?: ReactNode
  /** Buttons under the title: the next action stands where the problem stands. */
  readonly actions?: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
  /** Pixels on a wide screen; on a phone it covers the page. */
  readonly width?: number
}

/** Rendered while it is open; the opener keeps what is open in the address (`useAddress`). */
export function SidePanel({ title, subtitle, actions, onClose, children, width = 376 }: SidePanelProps) {
  const t = useText()
  const heading = useRef<HTMLHeadingElement>(null)
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null
    const main = document.getElementById(mainHost)
    const scroll = main?.scrollTop ?? 0
    heading.current?.focus({ preventScroll: true })
    const onKey = (event: KeyboardEvent) => {
      // A select or dialog inside the panel takes its own Escape first.
      if (event.key === 'Escape' && !event.defaultPrevented && !isInOverlay(event.target)) close.current()
    }
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('keydown', onKey)
      if (opener?.isConnected) opener.focus({ preventScroll: true })
      if (main) main.scrollTop = scroll
    }
  }, [])
  const host = document.getElementById(panelHost)
  if (!host) return null
  return createPortal(
    <section
      className="panel"
      style={{ '--panel-width': `${width}px` } as React.CSSProperties}
      aria-labelledby="panel-title"
    >
      <header className="panel-head">
        <div className="panel-titles">
          <h2 id="panel-title" ref={heading} tabIndex={-1}>
            {title}
          </h2>
          {subtitle && <p className="panel-subtitle">{subtitle}</p>}
        </div>
        <button type="button" className="icon-button" onClick={onClose} aria-label={t(shellTexts.close)}>
          <Icon name="close" size={18} />
        </button>
      </header>
      {actions && <div className="panel-actions">{actions}</div>}
      <div className="panel-body">{children}</div>
    </section>,
    host,
  )
}

const isInOverlay = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('.ant-modal-wrap, .ant-select-dropdown, .ant-dropdown, .ant-picker-dropdown') !== null
