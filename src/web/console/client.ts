/** How the console fetches: again every 30 s and on return to the page, and out to the sign-in where the session ended. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './api.ts'

/** A lost live signal costs at most this long. */
export const refetchMs = 30_000

const sessionEnded = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'not-signed-in'

export function makeClient(): QueryClient {
  const onError = (error: unknown) => {
    if (sessionEnded(error)) void client.invalidateQueries({ queryKey: ['session'] })
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        refetchInterval: refetchMs,
        refetchOnWindowFocus: true,
        refetchOnReconnect: true,
        staleTime: 5_000,
        // A refusal stays one however often it is asked for; a lost connection may come back.
        retry: (count, error) =>
          count < 2 && (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 500),
        retryDelay: (count) => 800 * 2 ** count,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
  return client
}
