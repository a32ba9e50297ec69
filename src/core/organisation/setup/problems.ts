/** What the first visit may refuse. */
import { defineProblems } from '#platform/problems.ts'

export const setupProblems = defineProblems({
  'setup-done': [
    409,
    { zh: '管理员已经建好了，请直接登录。', en: 'There is an administrator already; please sign in.' },
  ],
  'setup-terminal': [
    409,
    {
      zh: '名册里已有真实人员，不能从网页上建管理员。请在服务器上运行：npm run --silent muster -- admin create',
      en: 'The roster holds real people, so an administrator cannot be made from the network. On the server run: npm run --silent muster -- admin create',
    },
  ],
  'organisation-there': [
    409,
    {
      zh: '名册里已经有单位了，样例支队只能装进空的系统。',
      en: 'There are units already; the sample detachment only goes into an empty system.',
    },
  ],
  'sample-missing': [
    503,
    {
      zh: '这个安装包里没有样例支队，请改用导入花名册。',
      en: 'This installation comes without the sample detachment; please import a roster.',
    },
  ],
})
