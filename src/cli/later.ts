/** Takes a part of the program that a verb needs, or says in one sentence that this version does not have it yet. */
import { Problem } from '#platform/problems.ts'
import { cliProblems } from './problems.ts'

/**
 * @param path from `src/`, for example `core/organisation/roster/apply.ts`
 * @throws Problem `part-missing` where there is no such file, or it does not have what is asked for
 */
export async function partOf<T>(verb: string, path: string, ...names: (keyof T & string)[]): Promise<T> {
  const url = new URL(`../${path}`, import.meta.url).href
  const found = await import(url).catch((error) => {
    const missing = error?.code === 'ERR_MODULE_NOT_FOUND' && error.url === url
    throw missing ? new Problem(cliProblems['part-missing'], { verb }) : error
  })
  if (names.some((name) => typeof found[name] !== 'function')) throw new Problem(cliProblems['part-missing'], { verb })
  return found as T
}
