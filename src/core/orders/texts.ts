/** Sentences of the orders. */
import { defineProblems } from '#platform/problems.ts'
import type { Text } from '#platform/texts.ts'

export const ordersProblems = defineProblems({
  'playbook-faulty': [
    422,
    {
      zh: '预案文件有 {count} 处要改，一处也没有装入。',
      en: 'The playbook needs {count} {count|correction|corrections}; nothing of it was loaded.',
    },
  ],
  'playbook-unknown': [404, { zh: '没有叫“{code}”的预案。', en: 'There is no playbook "{code}".' }],
  'playbook-version-taken': [
    409,
    {
      zh: '预案“{code}”第 {version} 版已经装入，内容不同。请把版本号加一。',
      en: 'Version {version} of the playbook "{code}" is loaded already with other content. Please raise the version.',
    },
  ],
  'form-version-taken': [
    409,
    {
      zh: '有 {count} 张表单的这一版已经发布，内容不同。请把这些表单的版本号加一。',
      en: '{count} {count|form is|forms are} published in this version already, with other content. Please raise {count|its version|the versions of these forms}.',
    },
  ],
  'campaign-is-draft': [
    409,
    { zh: '防控战役还是草稿，没有启动。', en: 'The campaign is still a draft and has not started.' },
  ],
  'campaign-is-running': [
    409,
    { zh: '防控战役正在执行，不能这样做。', en: 'The campaign is running, so this cannot be done.' },
  ],
  'campaign-is-paused': [
    409,
    { zh: '防控战役已经暂停，不能这样做。', en: 'The campaign is paused, so this cannot be done.' },
  ],
  'campaign-is-stopped': [
    409,
    { zh: '防控战役已经结束，不再改动。', en: 'The campaign has ended and is no longer changed.' },
  ],
  'campaign-running-here': [
    409,
    { zh: '{unit}已经有一场正在执行的防控战役。', en: 'A campaign is running at {unit} already.' },
  ],
  'measure-not-ready': [
    409,
    { zh: '这项措施还不能启用，待后续版本。', en: 'This measure cannot be switched on yet; a later version will.' },
  ],
  'times-not-right': [422, { zh: '时间有 {count} 处不对。', en: '{count} of the times {count|is|are} not right.' }],
  'person-not-there': [
    422,
    {
      zh: '这个人不在该单位的名册上，不能指定为责任人。',
      en: 'This person is not on the roster of that unit, so cannot be named responsible.',
    },
  ],
})

/** Why a change is refused in the state in which a campaign is. */
export const stateProblems = {
  draft: ordersProblems['campaign-is-draft'],
  running: ordersProblems['campaign-is-running'],
  paused: ordersProblems['campaign-is-paused'],
  stopped: ordersProblems['campaign-is-stopped'],
} as const

/** What the server says outside of problems. */
export const ordersTexts = {
  campaign: { zh: '这场防控战役', en: 'This campaign' },
  measure: { zh: '这项措施', en: 'This measure' },
  unit: { zh: '这个单位', en: 'This unit' },
  directive: { zh: '这份文件', en: 'This directive' },
  form: { zh: '这张表单', en: 'This form' },
  self: { zh: '本人', en: 'the person' },
  household: { zh: '家庭', en: 'the household' },
  byEvent: { zh: '由事件指定', en: 'named by the event' },
  noSuchSlot: { zh: '没有叫“{slot}”的时段', en: 'There is no slot "{slot}"' },
  noSuchStep: { zh: '没有叫“{step}”的催报步骤', en: 'There is no step "{step}" on the ladder' },
  formTaken: {
    zh: '表单“{code}”第 {version} 版已经发布，内容不同',
    en: 'Version {version} of the form "{code}" is published with other content',
  },
} as const satisfies Record<string, Text>
