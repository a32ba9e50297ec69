/** What `POST /api/reports` takes and gives, and the problems that a report can meet. */
import Type, { type Static } from 'typebox'
import { defineProblems } from '#platform/problems.ts'

const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time', description: 'RFC 3339 with an offset' })

export const ReportInput = Type.Object({
  id: Type.String({ format: 'uuid', description: 'UUIDv7 made by the sender; sending twice stores once' }),
  form: Type.String(),
  form_version: Type.Optional(Type.Integer({ minimum: 1 })),
  subject: Type.Object({
    staff_no: Type.Optional(Type.String()),
    person: Type.Optional(Id),
    household: Type.Optional(Id),
    unit: Type.Optional(Id),
    place: Type.Optional(Id),
    appliance: Type.Optional(Id),
  }),
  observed_at: Instant,
  sent_at: Type.Optional(Instant),
  first_tried_at: Type.Optional(Instant),
  answers: Type.Record(Type.String(), Type.Unknown()),
  task: Type.Optional(Id),
  corrects: Type.Optional(Id),
})
export type ReportInput = Static<typeof ReportInput>

/** A stored result. */
export interface Stored {
  readonly id: string
  readonly received_at: string
  readonly flags: readonly string[]
  /** Ids of the tasks that the report met. */
  readonly met: readonly string[]
}

/** Reports in one array. */
export const arrayLimit = 1000
/** Typed by a person, an older reading is a mistake of the date. */
export const oldestDays = 31
/** A sender's clock that is off by less is left alone: networks are slow. */
export const clockSkewMs = 5 * 60_000

export const intakeProblems = defineProblems({
  'report-id-taken': [
    409,
    {
      zh: '这个编号的上报已经记下，内容和这次的不同。要改，请另发一份更正。',
      en: 'A report with this id is already stored with other content. To change it, send a correction.',
    },
  ],
  'report-not-right': [
    422,
    {
      zh: '有 {count} 处填写不对，请改好再发。',
      en: '{count} {count|answer is|answers are} not right. Please correct {count|it|them} and send again.',
    },
  ],
  'subject-unknown': [
    422,
    {
      zh: '名册里没有找到要上报的对象 {who}，请核对编号。',
      en: 'The subject {who} is not on the roster. Please check the number.',
    },
  ],
  'subject-ambiguous': [
    422,
    {
      zh: '编号 {who} 在几个支队里都有，请改用人员的内部编号。',
      en: 'The number {who} exists in more than one detachment. Please use the person id.',
    },
  ],
  'subject-not-yours': [403, { zh: '您不能为这个对象上报。', en: 'You may not report about this subject.' }],
  'form-unknown': [
    422,
    {
      zh: '没有叫“{form}”的表单，或没有第 {version} 版。',
      en: 'There is no form "{form}", or no version {version} of it.',
    },
  ],
  'form-too-old': [
    422,
    {
      zh: '表单“{form}”第 {version} 版已停用，请刷新页面后再填。',
      en: 'Version {version} of the form "{form}" is no longer accepted. Please reload the page and fill it in again.',
    },
  ],
  'array-too-long': [
    422,
    {
      zh: '一次最多发 {limit} 份上报，这次有 {count} 份；一份也没有记下。',
      en: 'At most {limit} reports at once; these were {count}, and none was stored.',
    },
  ],
  'observed-too-old': [
    422,
    {
      zh: '观察时间 {at} 是 {days} 天以前，请核对日期。',
      en: 'The time of observation {at} is {days} {days|day|days} ago. Please check the date.',
    },
  ],
})
