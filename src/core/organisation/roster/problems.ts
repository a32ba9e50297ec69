/** Why an import, or taking one back, is refused. */
import { defineProblems } from '#platform/problems.ts'

export const importProblems = defineProblems({
  'roster-not-yours': [
    403,
    {
      zh: '文件里有不归您管的单位：{units}。请删去这些行，或请上级导入。',
      en: 'The file names units that are not yours: {units}. Please take those rows out, or ask the level above to import it.',
    },
  ],
  'roster-bad-rows': [
    409,
    {
      zh: '有 {count} 行不合格，什么都没有写入。改好再来，或只导入没有问题的行。',
      en: '{count} {count|row is|rows are} not good, so nothing was written. Correct {count|it|them}, or take the good rows alone.',
    },
  ],
  'roster-moved-on': [
    409,
    {
      zh: '核对以后名册又有变动，结果和您看到的不一样了。请再核对一次。',
      en: 'The roster changed after the check, and the result is no longer what you saw. Please check the file again.',
    },
  ],
  'roster-new-units': [
    409,
    {
      zh: '文件里有 {count} 个名册上没有的单位，请先点头要不要新建。',
      en: 'The file names {count} {count|unit that is|units that are} not in the roster. Please say first whether {count|it is|they are} to be made.',
    },
  ],
  'roster-upload-gone': [
    410,
    {
      zh: '上传的文件只留一小时，已经删掉了。请再选一次文件。',
      en: 'An uploaded file is kept for an hour and is gone now. Please choose the file again.',
    },
  ],
  'import-given-up': [
    409,
    {
      zh: '这次导入中途停过，什么都没有写入。请再来一次。',
      en: 'This import was interrupted and nothing was written. Please start it again.',
    },
  ],
  'import-not-applied': [
    409,
    { zh: '这次导入没有写进名册，不用撤回。', en: 'This import was not written, so there is nothing to take back.' },
  ],
  'import-reported': [
    409,
    {
      zh: '{name}已经上报过，不能整批撤回了（共 {count} 人有上报）。请用新的花名册更正。',
      en: '{name} has reported already ({count} {count|person has|people have}), so the import can no longer be taken back. Please correct it with a new roster.',
    },
  ],
  'import-touched': [
    409,
    {
      zh: '导入以后{name}又有别的变动（共 {count} 人），不能整批撤回了。请先撤回后来的变动，或用新的花名册更正。',
      en: '{name} was changed again after the import ({count} {count|person was|people were}), so it can no longer be taken back. Please take the later change back first, or correct it with a new roster.',
    },
  ],
  'import-campaign': [
    409,
    {
      zh: '{unit}已经启动了防控，名册不能整批撤回。要撤回，请先停止防控。',
      en: 'A campaign is under way at {unit}, so the import cannot be taken back. To do so, stop the campaign first.',
    },
  ],
  'codes-printed': [
    409,
    {
      zh: '这批登录码已经取过一次，不再显示。丢了请到“账号”里重发。',
      en: 'These sign-in codes were shown once and are not shown again. If they are lost, give new ones in Accounts.',
    },
  ],
})
