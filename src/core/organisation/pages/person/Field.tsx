/** A field with its label above it. */
import { type ReactNode, useId } from 'react'

/** @param children is given the id that ties the control to its label */
export function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="person-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}
