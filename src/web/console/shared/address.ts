/** State of a view in its address, so that what is on screen can be sent to a colleague. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'

export type AddressState = Readonly<Record<string, string | undefined>>

/**
 * The query of the address as text, and a function that changes entries of it (undefined removes one).
 * @example const [at, go] = useAddress(); go({ cell: 'temperature' })
 */
export function useAddress(): [AddressState, (change: AddressState, options?: { replace?: boolean }) => void] {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const state = Object.fromEntries(
    Object.entries(search).map(([name, value]) => [name, value == null ? undefined : String(value)]),
  )
  const change = (next: AddressState, options: { replace?: boolean } = {}) => {
    const keep = (before: Record<string, unknown>) => {
      const merged = { ...before, ...next }
      return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined && value !== ''))
    }
    void navigate({ to: '.', search: keep as never, replace: options.replace ?? false, resetScroll: false })
  }
  return [state, change]
}

/** One `$name` of the page's path. */
export function usePathParam(name: string): string {
  const params = useParams({ strict: false }) as Record<string, string | undefined>
  return params[name] ?? ''
}
