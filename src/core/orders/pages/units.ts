/** The units that may be chosen, in the tree's order, with the names of those above. */
import { useQuery } from '@tanstack/react-query'
import { api } from '#web/console/api.ts'

interface UnitOption {
  readonly value: string
  readonly label: string
}

export function useUnits(): readonly UnitOption[] {
  const { data } = useQuery({
    queryKey: ['orders', 'units'],
    queryFn: ({ signal }) => api.get<{ id: string; full_name: string }[]>('/api/campaign-units', {}, signal),
  })
  return (data ?? []).map((u) => ({ value: u.id, label: u.full_name.replaceAll('/', ' / ') }))
}
