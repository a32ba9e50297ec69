/** Shapes of the first visit. */
import { type Static, Type } from 'typebox'
import { AdministratorRequest, SetupState } from '#platform/access/schema.ts'

export { AdministratorRequest, SetupState }

export const Setup = Type.Object({ state: SetupState })
export type Setup = Static<typeof Setup>

/** How far the sample detachment is loaded. `what` is the step in words, `why` what went wrong. */
export const SampleProgress = Type.Object({
  state: Type.Union([Type.Literal('idle'), Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  done: Type.Integer(),
  total: Type.Integer(),
  what: Type.Union([Type.Object({ zh: Type.String(), en: Type.String() }), Type.Null()]),
  why: Type.Union([Type.Object({ zh: Type.String(), en: Type.String() }), Type.Null()]),
})
export type SampleProgress = Static<typeof SampleProgress>
