/** Story: one morning at 大通站, from 07:30 to the leading group, and everything that may come in between. */
import { beforeEach, describe, expect, test } from 'vitest'
import { person, Story } from '../story.fixture.ts'
import { beat, recordDowntime } from './heartbeat.ts'
import { sweepLadders } from './sweep.ts'

let s: Story
beforeEach(async () => {
  s = await Story.make('2020-02-08T07:20:00+08:00')
})

const at = async (time: string, day = '2020-02-08') => {
  s.clock.set(`${day}T${time}:00+08:00`)
  await sweepLadders(s.core)
}

/** Looks every minute, as the program does. */
const minutes = async (from: string, to: string) => {
  for (let t = Date.parse(`2020-02-08T${from}:00+08:00`); t <= Date.parse(`2020-02-08T${to}:00+08:00`); t += 60_000) {
    s.clock.set(t)
    await sweepLadders(s.core)
  }
}

describe('silence goes up by the clock', () => {
  test('07:45 person and squad leader, 08:15 station, 09:00 brigade, 09:30 detachment, then every half hour', async () => {
    await s.morning('吴明', '郑超')
    await minutes('07:25', '10:05')
    expect(await s.told()).toEqual([
      '07:45 self→吴明 吴明',
      '07:45 self→郑超 郑超',
      '07:45 squad→钱勇 吴明、郑超',
      '08:15 station→赵建国 吴明、郑超',
      '09:00 brigade→何志刚 吴明、郑超',
      '09:30 leading→王志远 吴明、郑超',
      '10:00 leading→王志远 吴明、郑超',
    ])
  })

  test('nothing is told before its time, nor twice by repeated sweeps', async () => {
    await s.morning('吴明')
    await at('07:30')
    await at('07:44')
    expect(await s.told()).toEqual([])
    await at('07:45')
    await at('07:45')
    await at('07:46')
    expect(await s.told()).toHaveLength(2)
  })

  test('two nodes that sweep at the same moment tell everybody once', async () => {
    await s.morning('吴明', '郑超', '孙伟强', '褚勇')
    const other = await s.secondNode()
    s.clock.set('2020-02-08T07:45:00+08:00')
    await Promise.all([sweepLadders(s.core), sweepLadders(other), sweepLadders(s.core), sweepLadders(other)])
    const told = await s.told()
    expect(new Set(told).size).toBe(told.length)
    expect(told.filter((line) => line.includes('self→'))).toHaveLength(4)
  })

  test('one notice lists the names of one recipient, and each station its own', async () => {
    await s.morning('吴明', '褚勇', '孙伟强', '宋涛')
    await minutes('07:31', '08:15')
    const told = await s.told()
    expect(told).toContain('08:15 station→赵建国 吴明、孙伟强、褚勇')
    // 田家庵站 has no squad leader for 一班: its chief was told at 07:45 already, and counts as told.
    expect(told).toContain('07:45 squad(next_level)→秦国栋 宋涛')
    expect(told.filter((line) => line.includes('秦国栋'))).toHaveLength(1)
    expect(await s.sql(`select why from unsent where recipient_id = $1`, [person('秦国栋')])).toEqual([{ why: 'told' }])
  })

  test('who reports drops out; when nobody lacks the ladder ends', async () => {
    const [wu, zheng] = await s.morning('吴明', '郑超')
    await at('07:45')
    await s.settle(wu!, 2)
    await at('08:15')
    expect((await s.told()).at(-1)).toBe('08:15 station→赵建国 郑超')
    await s.settle(zheng!, 4)
    await at('09:00')
    expect((await s.told()).at(-1)).toBe('08:15 station→赵建国 郑超')
    expect(await s.sql('select finished_why, next_at from escalation')).toEqual([
      { finished_why: 'complete', next_at: null },
    ])
  })

  test('one who lacks again after a correction is told of, without a storm', async () => {
    const [wu] = await s.morning('吴明')
    await at('07:45')
    await s.settle(wu!, 2)
    await at('08:15')
    await s.sql('update task set state = 0')
    await s.sql('update tally set late = 0')
    await at('09:10')
    expect((await s.told()).slice(2)).toEqual(['09:10 brigade→何志刚 吴明'])
    expect(await s.sql(`select step, why from unsent where why = 'overtaken'`)).toEqual([{ step: 3, why: 'overtaken' }])
  })

  test('the last level is not called again after the window has closed', async () => {
    await s.morning('吴明')
    await minutes('07:45', '13:40')
    const last = (await s.told()).at(-1)
    expect(last).toBe('12:30 leading→王志远 吴明')
    expect(await s.sql('select finished_why from escalation')).toEqual([{ finished_why: 'ladder_end' }])
  })
})

describe('whom a step finds', () => {
  test('a vacant post goes to the next level, and says so', async () => {
    await s.morning('褚勇')
    await at('07:45')
    expect(await s.told()).toContain('07:45 squad(next_level)→赵建国 褚勇')
    const [n] = await s.sql<{ passed: unknown[] }>(`select passed from notice where via = 'next_level'`)
    expect(n!.passed).toMatchObject([{ post: '班长', why: 'vacant' }])
  })

  test('a chief on leave: his deputy, and it says why', async () => {
    await s.away('赵建国', 'leave')
    await s.morning('吴明')
    await at('07:45')
    await at('08:15')
    expect((await s.told()).at(-1)).toBe('08:15 station(deputy)→钱明 吴明')
    const [n] = await s.sql<{ passed: unknown[] }>(`select passed from notice where via = 'deputy'`)
    expect(n!.passed).toMatchObject([{ post: '站长', person: person('赵建国'), why: 'leave' }])
  })

  test("an ill chief and an instructor in quarantine: the brigade at the station's time, told already at its own", async () => {
    await s.sql(
      `insert into fitness values (gen_random_uuid(), $1, 'off', tstzrange('2020-02-07', null), 'health', null, '2020-02-07')`,
      [person('赵建国')],
    )
    await s.away('钱明', 'quarantine')
    await s.morning('吴明')
    await at('07:45')
    await at('08:15')
    await at('09:00')
    expect((await s.told()).slice(2)).toEqual(['08:15 station(next_level)→何志刚 吴明'])
    await at('09:30')
    expect((await s.told()).at(-1)).toBe('09:30 leading→王志远 吴明')
  })

  test("a chief who lacks himself: his own name goes to his deputy, the others' to him", async () => {
    await s.morning('赵建国', '吴明')
    await at('07:45')
    await at('08:15')
    expect((await s.told()).filter((l) => l.startsWith('08:15'))).toEqual(['08:15 station→赵建国 吴明'])
    // At 07:45 he belongs to no squad, so that the next level answered: his deputy, told already at 08:15.
    expect(await s.told()).toContain('07:45 squad(next_level)→钱明 赵建国')
  })

  test('nobody anywhere: it is kept that nobody could be told', async () => {
    await s.sql('delete from appointment')
    await s.morning('吴明')
    await at('07:45')
    await at('08:15')
    expect(await s.told()).toEqual(['07:45 self→吴明 吴明'])
    expect(await s.sql(`select step from unsent where why = 'nobody' order by step`)).toEqual([
      { step: 2 },
      { step: 3 },
    ])
  })

  test('a family report: the squad leader where no grid contact is named, the station at 15:00', async () => {
    const home = await s.household('吴明', '李红')
    await s.task(
      'family',
      'day',
      { kind: 'household', id: home },
      { day: '2020-02-08', opens: '00:00', due: '12:00', closes: '24:00' },
    )
    await minutes('12:55', '13:05')
    await at('15:00')
    expect(await s.told()).toEqual(['13:00 contact(next_level)→钱勇 户', '15:00 station→赵建国 户'])
  })
})

describe('acknowledging', () => {
  const acknowledge = (name: string, until: string) =>
    s.sql(
      `update notice set acknowledged_at = $2, acknowledged_by = recipient_id, expires_at = $3 where recipient_id = $1`,
      [person(name), new Date(s.clock.now()), `2020-02-08T${until}:00+08:00`],
    )

  test('stills the ladder for its names; when it runs out, holder and next level are told what is missing still', async () => {
    const [, zheng] = await s.morning('吴明', '郑超', '宋涛')
    await at('07:45')
    await at('08:15')
    await acknowledge('赵建国', '12:15')
    await at('09:00')
    await at('09:30')
    expect((await s.told()).filter((l) => l > '08:16')).toEqual([
      '09:00 brigade→何志刚 宋涛',
      '09:30 leading→王志远 宋涛',
    ])
    expect(await s.sql(`select step, why from unsent where why = 'acknowledged' order by step`)).toEqual([
      { step: 4, why: 'acknowledged' },
      { step: 5, why: 'acknowledged' },
    ])
    await s.settle(zheng!, 2)
    await at('12:15')
    await at('12:16')
    expect((await s.told()).filter((l) => l >= '12:00' && l.includes('吴明'))).toEqual([
      '12:15 station→赵建国 吴明',
      '12:15 brigade→何志刚 吴明',
    ])
  })

  test('who owes cannot still the ladder by acknowledging his own name', async () => {
    await s.morning('吴明')
    await at('07:45')
    await acknowledge('吴明', '11:45')
    await at('08:15')
    expect((await s.told()).at(-1)).toBe('08:15 station→赵建国 吴明')
  })

  test('an acknowledged name that is reported meanwhile is told to nobody', async () => {
    const [wu] = await s.morning('吴明')
    await at('07:45')
    await acknowledge('钱勇', '11:45')
    await s.settle(wu!, 2)
    await at('11:45')
    expect(await s.told()).toHaveLength(2)
  })
})

describe('night and downtime', () => {
  const evening = (name: string) =>
    s.task(
      'temperature',
      'evening',
      { kind: 'person', id: person(name) },
      { day: '2020-02-08', opens: '13:00', due: '21:30', closes: '24:00' },
    )

  test('from 22:00 on notices wait for 06:00, and go out with what is missing then', async () => {
    const wu = await evening('吴明')
    await evening('郑超')
    await at('21:45')
    await at('22:15')
    await at('23:00')
    await at('23:30')
    expect((await s.told()).map((l) => l.slice(0, 5))).toEqual(['21:45', '21:45', '21:45'])
    expect(
      await s.sql(
        `select held_why, to_char(held_until at time zone 'Asia/Shanghai', 'HH24:MI') as until from notice where step = 3`,
      ),
    ).toEqual([{ held_why: 'night', until: '06:00' }])
    await s.settle(wu, 2)
    await at('05:59', '2020-02-09')
    expect(await s.told()).toHaveLength(3)
    await at('06:00', '2020-02-09')
    expect((await s.told()).slice(3)).toEqual([
      '06:00 station→赵建国 郑超',
      '06:00 brigade→何志刚 郑超',
      '06:00 leading→王志远 郑超',
    ])
  })

  test('what the last level was repeated all night comes at 06:00 once', async () => {
    await s.task(
      'temperature',
      'evening',
      { kind: 'person', id: person('郑超') },
      { day: '2020-02-08', opens: '13:00', due: '20:30', closes: '24:00' },
    )
    for (const time of ['20:45', '21:15', '22:00', '22:30', '23:00', '23:30']) await at(time)
    const repeated = 'select count(*)::int as n from notice where step = 5 and sent_at is null'
    const [{ n } = { n: 0 }] = await s.sql<{ n: number }>(repeated)
    expect(n).toBeGreaterThan(1)
    await at('06:00', '2020-02-09')
    expect((await s.told()).filter((l) => l.startsWith('06:00 leading'))).toEqual(['06:00 leading→王志远 郑超'])
    expect(await s.sql(`${repeated} and held_why = 'joined'`)).toEqual([{ n: n - 1 }])
  })

  test('what is settled by morning is not sent, and it is kept why', async () => {
    const wu = await evening('吴明')
    await at('21:45')
    await at('22:15')
    await s.settle(wu, 2)
    await at('06:00', '2020-02-09')
    expect(await s.told()).toHaveLength(2)
    expect(await s.sql('select held_why from notice where sent_at is null')).toEqual([{ held_why: 'settled' }])
  })

  test('the roll-call is called at night too', async () => {
    await s.task(
      'roll-call',
      'evening',
      { kind: 'unit', id: (await s.sql<{ id: string }>(`select id from unit where name = '大通站'`))[0]!.id },
      {
        day: '2020-02-08',
        opens: '20:00',
        due: '22:10',
        closes: '24:00',
      },
    )
    await at('22:11')
    await at('22:25')
    await at('22:55')
    expect(await s.told()).toEqual(['22:11 self→赵建国 大通站', '22:55 brigade→何志刚 大通站'])
  })

  test('two hours of downtime: clocks stand still and fifteen minutes more, then go on one by one', async () => {
    await s.morning('吴明')
    await at('07:40')
    await beat(s.core)
    s.clock.set('2020-02-08T09:40:00+08:00')
    await recordDowntime(s.core)
    // Ten minutes had run at 07:40; the clock goes on at 09:55.
    for (let t = Date.parse('2020-02-08T09:40:00+08:00'); t <= Date.parse('2020-02-08T11:50:00+08:00'); t += 300_000) {
      s.clock.set(t)
      await sweepLadders(s.core)
    }
    expect(await s.told()).toEqual([
      '10:00 self→吴明 吴明',
      '10:00 squad→钱勇 吴明',
      '10:30 station→赵建国 吴明',
      '11:15 brigade→何志刚 吴明',
      '11:45 leading→王志远 吴明',
    ])
  })

  test('what fell due while the program was down is told after it', async () => {
    await s.morning('吴明')
    await beat(s.core)
    s.clock.set('2020-02-08T09:20:00+08:00')
    await recordDowntime(s.core)
    await at('09:49')
    expect(await s.told()).toEqual([])
    await at('09:50')
    expect(await s.told()).toEqual(['09:50 self→吴明 吴明', '09:50 squad→钱勇 吴明'])
  })
})
