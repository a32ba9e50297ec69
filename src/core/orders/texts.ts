/** Sentences of the orders. */
import { defineProblems } from '#platform/problems.ts'

export const ordersProblems = defineProblems({
  'playbook-faulty': [422, { zh: '预案文件有 {count} 处要改，一处也没有装入。', en: 'The playbook needs {count} corrections; nothing of it was loaded.' }],
  'playbook-unknown': [404, { zh: '没有叫“{code}”的预案。', en: 'There is no playbook "{code}".' }],
  'playbook-version-taken': [409, { zh: '预案“{code}”第 {version} 版已经装入，内容不同。请把版本号加一。', en: 'Version {version} of the playbook "{code}" is loaded already with other content. Please raise the version.' }],
  'campaign-state': [409, { zh: '防控战役现在是“{state}”，不能这样做。', en: 'The campaign is "{state}" now, so this cannot be done.' }],
  'campaign-running-here': [409, { zh: '{unit}已经有一场正在执行的防控战役。', en: 'A campaign is running at {unit} already.' }],
  'measure-not-ready': [409, { zh: '这项措施还不能启用。', en: 'This measure cannot be switched on yet.' }],
  'times-not-right': [422, { zh: '时间有 {count} 处不对。', en: '{count} of the times are not right.' }],
  'person-not-there': [422, { zh: '这个人不在该单位的名册上，不能指定为责任人。', en: 'This person is not on the roster of that unit, so cannot be named responsible.' }],
})
