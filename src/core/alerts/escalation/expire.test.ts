/** Story: somebody takes it up, hours go by, and what is missing still goes up again step by step from where it stood. */
import { beforeEach, describe, expect, test } from 'vitest'
import { idOf, person, Story, unitId } from '../story.fixture.ts'
import { beat, recordDowntime } from './heartbeat.ts'
import { sweepLadders } from './sweep.ts'

let s: Story
beforeEach(async () => {
  s = await Story.make('2020-02-08T07:20:00+08:00')
})

const instant = (time: string) => `2020-02-08T${time}:00+08:00`
const at = async (...times: string[]) => {
  for (const time of times) {
    s.clock.set(instant(time))
    await sweepLadders(s.core)
  }
}
/** Looks every minute, as the program does. */
const minutes = async (from: string, to: string) => {
  for (let t = Date.parse(instant(from)); t <= Date.parse(instant(to)); t += 60_000) {
    s.clock.set(t)
    await sweepLadders(s.core)
  }
}
/** Takes up the newest notice, as the inbox does. */
const acknowledge = (name: string, until: string) =>
  s.sql(
    `update notice set acknowledged_at = $2, acknowledged_by = recipient_id, expires_at = $3, expired_at = null
     where id = (select id from notice where recipient_id = $1 order by at desc, step desc limit 1)`,
    [person(name), new Date(s.clock.now()), instant(until)],
  )
const toldFrom = async (time: string) => (await s.told()).filter((line) => line >= time)

describe('the station takes it up at 08:15', () => {
  beforeEach(async () => {
    await s.morning('吴明', '郑超')
    await at('07:45', '08:15')
    await acknowledge('赵建国', '12:15')
  })

  test('nothing goes up until 12:15; then holder and brigade alone, the leading group half an hour later', async () => {
    await minutes('08:16', '12:44')
    expect(await toldFrom('08:16')).toEqual(['12:15 station→赵建国 吴明、郑超', '12:15 brigade→何志刚 吴明、郑超'])
    await at('12:45', '12:46')
    expect(await toldFrom('12:16')).toEqual(['12:45 leading→王志远 吴明、郑超'])
  })

  test('names that nobody took up go by their own clock meanwhile', async () => {
    await s.morning('宋涛')
    await at('09:00', '09:30', '10:00')
    expect(await toldFrom('08:16')).toEqual([
      '09:00 brigade→何志刚 宋涛',
      '09:30 leading→王志远 宋涛',
      '10:00 leading→王志远 宋涛',
    ])
    await minutes('12:00', '12:45')
    expect((await toldFrom('12:01')).filter((line) => line.includes('吴明'))).toEqual([
      '12:15 station→赵建国 吴明、郑超',
      '12:15 brigade→何志刚 吴明、郑超',
      '12:45 leading→王志远 吴明、郑超',
    ])
    expect((await toldFrom('12:01')).filter((line) => line.includes('宋涛'))).toEqual(['12:30 leading→王志远 宋涛'])
  })

  test('who reports meanwhile is told of no more', async () => {
    await at('12:15')
    const [wu] = await s.sql<{ id: string }>(`select id from task where subject_id = $1`, [person('吴明')])
    await s.settle(wu!.id, 2)
    await at('12:45')
    expect(await toldFrom('12:45')).toEqual(['12:45 leading→王志远 郑超'])
  })

  test('taken up again, it is still again; after that it begins where it was taken up', async () => {
    await at('12:15')
    await at('12:20')
    await acknowledge('何志刚', '12:40')
    await minutes('12:21', '12:59')
    expect(await toldFrom('12:16')).toEqual(['12:40 brigade→何志刚 吴明、郑超', '12:40 leading→王志远 吴明、郑超'])
  })

  test('while a later acknowledgement holds, the earlier one runs out in silence', async () => {
    await at('08:20')
    await acknowledge('钱勇', '11:00')
    await minutes('10:55', '12:15')
    expect(await toldFrom('08:20')).toEqual(['12:15 station→赵建国 吴明、郑超', '12:15 brigade→何志刚 吴明、郑超'])
    expect(await s.sql('select 1 from notice where acknowledged_at is not null and expired_at is null')).toEqual([])
  })

  test('two nodes that look at the same moment tell everybody once', async () => {
    const other = await s.secondNode()
    s.clock.set(instant('12:15'))
    await Promise.all([sweepLadders(s.core), sweepLadders(other), sweepLadders(s.core), sweepLadders(other)])
    expect(await toldFrom('12:15')).toHaveLength(2)
  })

  test('two hours of downtime across it: told when clocks run again, and the levels above count from there', async () => {
    await s.sql(`update tally set closes_at = $1`, [instant('18:00')])
    await s.sql(`update escalation set closes_at = $1`, [instant('18:00')])
    await at('11:00')
    await beat(s.core)
    s.clock.set(instant('13:00'))
    await recordDowntime(s.core)
    await minutes('13:00', '13:50')
    expect(await toldFrom('11:00')).toEqual([
      '13:15 station→赵建国 吴明、郑超',
      '13:15 brigade→何志刚 吴明、郑超',
      '13:45 leading→王志远 吴明、郑超',
    ])
  })

  test('a downtime after it moves the levels above', async () => {
    await at('12:15', '12:20')
    await beat(s.core)
    s.clock.set(instant('12:30'))
    await recordDowntime(s.core)
    await minutes('12:30', '13:11')
    // Five minutes had run at 12:20; the clock goes on at 12:45.
    expect(await toldFrom('12:16')).toEqual(['13:10 leading→王志远 吴明、郑超'])
  })
})

test('an acknowledgement that outlasts the window: nobody is called once nobody can report any more', async () => {
  await s.morning('吴明')
  await at('07:45', '08:15', '09:00')
  await acknowledge('何志刚', '13:00')
  await minutes('12:55', '13:40')
  expect(await toldFrom('09:01')).toEqual([])
  expect(await s.sql('select finished_why from escalation')).toEqual([{ finished_why: 'ladder_end' }])
})

test('the last level took it up: it is told again and goes on being told; there is nobody above', async () => {
  await s.morning('吴明')
  await at('07:45', '08:15', '09:00', '09:30')
  await acknowledge('王志远', '11:40')
  await minutes('09:31', '12:45')
  expect(await toldFrom('09:31')).toEqual([
    '11:40 leading→王志远 吴明',
    '12:10 leading→王志远 吴明',
    '12:40 leading→王志远 吴明',
  ])
})

test('a ladder at its end is taken on again where somebody took it up late and it ran out before the window closes', async () => {
  await s.morning('吴明')
  await at('07:45', '08:15', '09:00', '09:30', '10:00', '10:30', '11:00', '11:30', '12:00', '12:30')
  expect(await s.sql('select finished_why from escalation')).toEqual([{ finished_why: 'ladder_end' }])
  await at('12:35')
  await acknowledge('王志远', '12:50')
  await at('12:50')
  expect(await toldFrom('12:31')).toEqual(['12:50 leading→王志远 吴明'])
})

test('a chief who stood in for a vacant squad leader: the level above him is the brigade', async () => {
  await s.morning('褚勇')
  await at('07:45')
  await acknowledge('赵建国', '09:45')
  await minutes('07:46', '10:16')
  expect(await toldFrom('07:46')).toEqual([
    '09:45 squad(next_level)→赵建国 褚勇',
    '09:45 brigade→何志刚 褚勇',
    '10:15 leading→王志远 褚勇',
  ])
})

describe('alerts', () => {
  const alert = (level: 'amber' | 'red') =>
    s.sql(
      `insert into alert (id, detachment_id, unit_id, kind, level, state, subject_kind, subject_id, detail, opened_at, due_at)
       values ($1, $2, $3, 'fever', $4, 'open', 'person', $5, '{}', $6, $7)`,
      [
        idOf('alert'),
        unitId('舜耕支队'),
        unitId('舜耕支队/城区大队/大通站/二班'),
        level,
        person('吴明'),
        instant('08:00'),
        instant(level === 'red' ? '09:00' : '12:00'),
      ],
    )

  test('red: taken up for thirty minutes; then holder and brigade, the leading group half an hour later, and again', async () => {
    await alert('red')
    await at('08:00')
    expect(await s.told()).toEqual(['08:00 self→吴明', '08:00 squad→钱勇', '08:00 station→赵建国'])
    await at('08:05')
    await acknowledge('赵建国', '08:35')
    await minutes('08:06', '09:36')
    expect(await toldFrom('08:06')).toEqual([
      '08:35 station→赵建国',
      '08:35 brigade→何志刚',
      '09:05 leading→王志远',
      '09:35 leading→王志远',
    ])
  })

  test('the sick person taking up his own name stills nothing', async () => {
    await alert('red')
    await at('08:00')
    await acknowledge('吴明', '08:30')
    await minutes('08:01', '09:01')
    expect(await toldFrom('08:01')).toEqual(['09:00 brigade→何志刚'])
  })

  test('once it has been assessed, what was taken up before counts no more', async () => {
    await alert('red')
    await at('08:00')
    await acknowledge('赵建国', '08:30')
    await s.sql(`update alert set state = 'assessed', assessed_at = $1, due_at = $2`, [
      instant('08:10'),
      instant('12:10'),
    ])
    await s.sql(`update escalation set next_step = -1, next_at = $1, round = round + 1, told_at = null`, [
      instant('08:10'),
    ])
    await minutes('08:10', '08:40')
    expect(await toldFrom('08:01')).toEqual([])
    await at('12:10')
    expect(await toldFrom('08:01')).toEqual(['12:10 station→赵建国'])
  })
})
