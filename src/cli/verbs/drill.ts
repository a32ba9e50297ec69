/** `drill`: named here so that it is found; it comes with a later version. */
import { defineProblems, Problem } from '#platform/problems.ts'
import type { Verb } from '../verb.ts'

export const drillProblems = defineProblems({
  'drill-later': [501, { zh: '演练功能会随后面的版本提供。', en: 'Drills come with a later version.' }],
})

export const drill: Verb = {
  name: 'drill',
  summary: { zh: '演练（后面的版本提供）', en: 'rehearse an outbreak (comes with a later version)' },
  options: {},
  async run() {
    throw new Problem(drillProblems['drill-later'])
  },
}
