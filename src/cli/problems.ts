/** What can be wrong with a command line itself. */
import { defineProblems } from '#platform/problems.ts'

export const cliProblems = defineProblems({
  'verb-unknown': [
    422,
    { zh: '没有“{verb}”这个命令。用 help 看全部命令。', en: 'There is no command “{verb}”. “help” lists them all.' },
  ],
  'option-unknown': [
    422,
    {
      zh: '{verb} 没有选项 {option}。用 {verb} --help 看用法。',
      en: '{verb} has no option {option}. See {verb} --help.',
    },
  ],
  'option-missing': [422, { zh: '{verb} 还需要 --{option}。', en: '{verb} needs --{option}.' }],
  'option-value': [
    422,
    { zh: '选项 --{option} 后面要写 {value}。', en: 'The option --{option} takes a value: {value}.' },
  ],
  'operand-missing': [422, { zh: '{verb} 后面要写 {operand}。', en: '{verb} needs {operand}.' }],
  'operand-surplus': [422, { zh: '多了“{operand}”，{verb} 用不上。', en: '{verb} does not take “{operand}”.' }],
  'file-unreadable': [422, { zh: '文件 {path} 读不出来（{why}）。', en: 'The file {path} cannot be read ({why}).' }],
  'unit-unknown': [
    404,
    {
      zh: '没有找到单位“{unit}”。可写编号、路径（1.4）或全名（舜耕支队/城区大队）。',
      en: 'The unit “{unit}” was not found. Give its id, path (1.4) or names from the top down, joined by /.',
    },
  ],
  'no-units-yet': [
    404,
    {
      zh: '还没有任何单位。请先用 sample 载入示例支队，或用 import-roster 导入花名册。',
      en: 'There are no units yet. Load the sample detachment with “sample”, or a roster with “import-roster”.',
    },
  ],
  'number-expected': [422, { zh: '--{option} 应是正整数。', en: '--{option} takes a whole number above zero.' }],
  'instant-expected': [
    422,
    {
      zh: '--{option} 应写明日期、时间和时区，如 2020-02-08T09:00+08:00。',
      en: '--{option} takes a date, a time and an offset: 2020-02-08T09:00+08:00.',
    },
  ],
  'permission-unknown': [
    422,
    { zh: '没有“{name}”这项权限。可用的有：{all}。', en: 'There is no permission “{name}”. There are: {all}.' },
  ],
})
