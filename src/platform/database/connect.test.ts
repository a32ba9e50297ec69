/** The three roles and what each may do, on the database that every test file gets. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '#test/support/database.ts'

const db = await testDatabase()

test('the program is neither superuser nor exempt from row-level security, and owns nothing', async () => {
  for (const pool of [db.appPool, db.intakePool]) {
    const { rows } = await pool.query(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
         (select count(*) from pg_class where relowner = r.oid) as owned
       from pg_roles r where rolname = current_user`,
    )
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        owned: 0,
      },
    ])
    await expect(pool.query('create table public.mine (id int)')).rejects.toThrow('permission denied')
  }
})

test('each pool is its own role, and the intake plans once', async () => {
  const who = 'select current_user as who, current_setting($1) as plan'
  expect((await db.appPool.query(who, ['plan_cache_mode'])).rows[0]).toEqual({ who: 'muster_app', plan: 'auto' })
  expect((await db.intakePool.query(who, ['plan_cache_mode'])).rows[0]).toEqual({
    who: 'muster_intake',
    plan: 'force_generic_plan',
  })
  expect((await db.owner.query('select current_user as who')).rows[0].who).toBe('muster')
})

test('a count comes as a number, a number too large for one as a string, a day as it is written', async () => {
  const { rows } = await sql`
    select 7::bigint as few, 9007199254740993::bigint as many, array[1, 2]::bigint[] as list,
      date '2020-02-08' as day, timestamptz '2020-02-08 07:30:00+08' as at`.execute(db.app)
  expect(rows[0]).toEqual({
    few: 7,
    many: '9007199254740993',
    list: [1, 2],
    day: '2020-02-08',
    at: new Date('2020-02-07T23:30:00Z'),
  })
})

test('a notification reaches every listener, also after the connection was lost', async () => {
  const heard: string[] = []
  let next: () => void = () => {}
  const arrival = () => new Promise<void>((resolve) => (next = resolve))
  await db.listen('unit_changed', (payload) => {
    heard.push(payload)
    next()
  })
  let came = arrival()
  await db.appPool.query(`select pg_notify('unit_changed', 'SG')`)
  await came
  came = arrival()
  await db.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'muster listen' and datname = $1`,
    [db.name],
  )
  await came
  expect(heard).toEqual(['SG', ''])
  came = arrival()
  await db.appPool.query(`select pg_notify('unit_changed', 'DT')`)
  await came
  expect(heard.at(-1)).toBe('DT')
})
