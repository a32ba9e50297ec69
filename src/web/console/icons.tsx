/** The rail's icons, drawn on 24 units with one stroke, so that nothing but these few shapes is loaded. */
import type { ReactNode } from 'react'

const shapes = {
  today: (
    <>
      <circle cx="12" cy="12" r="4.2" />
      <path d="M12 2.8v2.4M12 18.8v2.4M2.8 12h2.4M18.8 12h2.4M5.5 5.5l1.7 1.7M16.8 16.8l1.7 1.7M18.5 5.5l-1.7 1.7M7.2 16.8l-1.7 1.7" />
    </>
  ),
  board: <path d="M3.5 4.5h17v15h-17zM3.5 9.5h17M3.5 14.5h17M9.2 4.5v15M14.8 4.5v15" />,
  health: <path d="M9.2 3.5h5.6v5.7h5.7v5.6h-5.7v5.7H9.2v-5.7H3.5V9.2h5.7z" />,
  alert: <path d="M5.5 21V4M5.5 4.5c4-2 7 2 13 0v9c-6 2-9-2-13 0" />,
  people: (
    <>
      <circle cx="9" cy="8" r="3.4" />
      <path d="M2.8 20c.4-4 2.8-6 6.2-6s5.8 2 6.2 6M16 4.9a3.4 3.4 0 0 1 0 6.2M17.5 14.4c2.2.8 3.4 2.6 3.7 5.6" />
    </>
  ),
  orders: <path d="M6 3.5h8.5L19 8v12.5H6zM14.5 3.5V8H19M9 12h7M9 15.8h7" />,
  settings: (
    <>
      <circle cx="12" cy="12" r="3" />
      <path d="M12 3l1.2 2.6 2.8-.7 1 2.7 2.8.9-.7 2.8L21 12l-1.9 1.7.7 2.8-2.8.9-1 2.7-2.8-.7L12 21l-1.2-1.6-2.8.7-1-2.7-2.8-.9.7-2.8L3 12l1.9-1.7-.7-2.8L7 6.6l1-2.7 2.8.7z" />
    </>
  ),
  audit: <path d="M12 3l7.5 3v5.5c0 4.6-3 7.8-7.5 9.5-4.5-1.7-7.5-4.9-7.5-9.500V6zM8.8 11.800l2.3 2.4 4.2-4.6" />,
  call: (
    <path d="M6.5 3.500l3 .3 1.3 4-2 1.800a12 12 0 0 0 5.6 5.600l1.8-2 4 1.3.3 3c-.3 1.7-1.6 2.8-3.3 2.700C9.6 19.6 4.4 14.4 3.8 6.8 3.7 5.1 4.8 3.8 6.5 3.500z" />
  ),
  print: <path d="M7 8.500v-5h10v5M7 17H3.500V8.500h17V17H17M7 14h10v6.500H7z" />,
  search: (
    <>
      <circle cx="10.5" cy="10.5" r="6.5" />
      <path d="M15.5 15.500L21 21" />
    </>
  ),
  close: <path d="M5.5 5.500l13 13M18.5 5.500l-13 13" />,
  down: <path d="M6 9.500l6 6 6-6" />,
  more: <path d="M4 7h16M4 12h16M4 17h16" />,
  link: (
    <path d="M10 14a4.5 4.5 0 0 0 6.5 0l3-3a4.6 4.6 0 0 0-6.5-6.500l-1 1M14 10a4.5 4.5 0 0 0-6.5 0l-3 3A4.6 4.6 0 0 0 11 19.500l1-1" />
  ),
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

/** Decoration beside a word, never alone: hidden from screen readers. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {shapes[name]}
    </svg>
  )
}
