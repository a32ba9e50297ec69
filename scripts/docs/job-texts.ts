/** What each sweep does, in words; a sweep that is missing here fails the check. */
import type { Text } from '#platform/texts.ts'

export const jobTexts: Readonly<Record<string, Text>> = {
  'access.expired': {
    zh: '删掉过期的登录会话和一天前的登录失败记录',
    en: 'deletes sessions that have expired and failed sign-ins older than a day',
  },
  'alerts.heartbeat': {
    zh: '记下“服务在运行”；下次启动据此算出停机时段',
    en: 'notes that the program lives, from which the next start tells how long it was down',
  },
  'alerts.ladders': {
    zh: '逐级催报：到时限未报的、无人处置的预警，按阶梯通知；确认到期再通知；夜间压下的到点发出',
    en: 'escalation: takes what is missing or unanswered to its next step, tells again when an acknowledgement runs out, releases what the night held back',
  },
  'alerts.second': {
    zh: '该复测而没有复测的发热预警转为红色',
    en: 'turns a fever alert red where the second reading did not come in time',
  },
  'audit.seal': { zh: '把还没封印的审计记录封入链中', en: 'puts unsealed audit rows into the chain of seals' },
  'files.unused': { zh: '删掉没有任何上报引用的照片', en: 'deletes photos that no report names' },
  'intake.judge': {
    zh: '研判等着的上报：更正、部分填报、有异常标记的；平时提交后立即做，这里兜底',
    en: 'judges reports that wait: corrections, partial answers, flagged ones; normally done at once after the commit, here caught up',
  },
  partitions: { zh: '提前建好 13 个月的分区', en: 'makes the monthly partitions 13 months ahead' },
  'retention.delete': {
    zh: '删掉过了保存期的个人信息，并在审计里记下删了什么',
    en: 'deletes personal data whose time is up, and says in the audit what went',
  },
  'roster.cut_off': {
    zh: '程序停掉时做到一半的导入标为没有写进、撤回标为没有撤',
    en: 'marks an import that a stop of the program cut off as not written, and a take-back as not done',
  },
  'roster.expired': {
    zh: '删掉检查过而没有导入的花名册',
    en: 'deletes rosters that were checked and not imported',
  },
  'tasks.hourly': { zh: '把全员列入任务重算', en: 'notes everybody for working out tasks again' },
  'tasks.reconcile': {
    zh: '按名册、在位和措施重算任务：补上缺的，撤掉多的',
    en: 'works out the tasks of those noted: adds what lacks, withdraws what is surplus',
  },
}
