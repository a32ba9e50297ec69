/** Whether a playbook's times make sense: windows that do not overlap, a due time inside its window, steps in order. */
import type { Text } from '#platform/texts.ts'
import { ruleFault } from '../schedule/dates.ts'
import { minutesOf, timeOf, windows } from '../schedule/windows.ts'
import type { Faults, Path } from './fault.ts'
import { ladderSteps, type Measure, type Playbook } from './schema.ts'

const texts = {
  overlap: {
    zh: '时段“{a}”到 {closes} 才关，“{b}”{opens} 就开了，两个时段不能重叠',
    en: 'Slot "{a}" closes at {closes}, but "{b}" opens at {opens}; windows of one measure cannot overlap',
  },
  unsaid: {
    zh: '“{a}”与“{b}”之间没有写在几点换段，请写明前一段 closes 或后一段 opens',
    en: 'Nothing says when "{a}" ends and "{b}" begins; state closes of the one or opens of the other',
  },
  dueOutside: {
    zh: '截止 {due} 不在时段 {opens}–{closes} 之内',
    en: 'Due at {due} lies outside the window {opens}–{closes}',
  },
  emptyWindow: {
    zh: '时段 {opens} 开、{closes} 关，没有可以上报的时间',
    en: 'A window that opens at {opens} and closes at {closes} leaves no time to report',
  },
  late: {
    zh: '“{step}”写的是 {minutes} 分钟，比前一级“{before}”的 {earlier} 分钟还早',
    en: 'Step "{step}" at {minutes} {minutes|minute|minutes} comes before step "{before}" at {earlier} {earlier|minute|minutes}',
  },
  second: { zh: '第二次读数：最迟时间应晚于开始时间', en: 'Second reading: "within" has to be later than "after"' },
  ack: { zh: '红色预警的时限应不长于黄色', en: 'The time for red should be no longer than for amber' },
} satisfies Record<string, Text>

/** Checks all times of a playbook. */
export function checkTimes(book: Playbook, faults: Faults): void {
  for (const [i, measure] of book.measures.entries()) {
    const path = ['measures', i]
    checkWindows(measure, [...path, 'slots'], faults)
    checkLate(measure, [...path, 'late'], faults)
    if (measure.trigger.kind === 'calendar') {
      const fault = ruleFault(measure.trigger)
      if (fault) faults.add([...path, 'trigger', 'rule'], fault)
    }
  }
  const { secondReading, assessMinutes } = book.alerts
  if (secondReading.withinMinutes <= secondReading.afterMinutes)
    faults.add(['alerts', 'secondReading', 'withinMinutes'], texts.second)
  if (assessMinutes.red > assessMinutes.amber) faults.add(['alerts', 'assessMinutes', 'red'], texts.ack)
  const ack = book.escalation.acknowledgementMinutes
  if (ack.red > ack.amber) faults.add(['escalation', 'acknowledgementMinutes', 'red'], texts.ack)
}

export function checkWindows(measure: Measure, path: Path, faults: Pick<Faults, 'add'>): void {
  for (const [i, slot] of measure.slots.entries()) {
    const next = measure.slots[i + 1]
    if (next && slot.closes === undefined && next.opens === undefined) {
      faults.add([...path, i + 1], texts.unsaid, { a: slot.code, b: next.code })
      return
    }
  }
  const list = windows(measure.slots)
  for (const [i, w] of list.entries()) {
    const said = { opens: timeOf(w.opens), due: timeOf(w.due), closes: timeOf(w.closes) }
    const before = list[i - 1]
    if (w.opens >= w.closes) faults.add([...path, i], texts.emptyWindow, said)
    else if (w.due <= w.opens || w.due > w.closes) faults.add([...path, i, 'due'], texts.dueOutside, said)
    if (before && before.closes > w.opens) {
      faults.add([...path, i], texts.overlap, {
        a: before.slot,
        b: w.slot,
        closes: timeOf(before.closes),
        opens: said.opens,
      })
    }
  }
}

export function checkLate(measure: Measure, path: Path, faults: Pick<Faults, 'add'>): void {
  let before: string | undefined
  let earlier = 0
  for (const step of ladderSteps) {
    const minutes = measure.late[step]
    if (typeof minutes !== 'number') continue
    if (before !== undefined && minutes < earlier)
      faults.add([...path, step], texts.late, { step, minutes, before, earlier })
    before = step
    earlier = minutes
  }
}

/** Whether a local minute of the day (0–1439) lies in the night's hours, which may go over midnight. */
export function inNight(minute: number, night: { from: string; to: string }): boolean {
  const from = minutesOf(night.from)
  const to = minutesOf(night.to)
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to
}
