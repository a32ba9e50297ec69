/** What pages of every part share. */
export { type AddressState, useAddress, usePathParam } from './address.ts'
export { Bare, LanguageChoice } from './Bare.tsx'
export { Figure, type FigureProps } from './Figure.tsx'
export { Card, Page, type PageProps, Section } from './Page.tsx'
export { SidePanel, type SidePanelProps } from './SidePanel.tsx'
export { StaleNote } from './StaleNote.tsx'
export { EmptyState, FailState, Loaded, SkeletonPage, SkeletonRows } from './states.tsx'
export { Ago, ClockTime, DayText, type Instant, Overdue, ShortTime } from './time.tsx'
