/** What leaves the program: figures as numbers, texts as texts, and a digest that a paper can be compared by. */
import { readXlsx } from 'hucre/xlsx'
import { beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson, digestOf } from './canonical.ts'
import { figuresOf } from './figures.ts'
import { boardWorkbook, type MissingName, plain } from './sheet.ts'
import { idOf, World } from './world.fixture.ts'

const unit = (name: string) => idOf(`unit ${name}`)
const nothing = { reported: 0, exempted: 0, withdrawn: 0, added: 0, otherwise: 0 }
let world: World

beforeAll(async () => {
  world = await World.make('2020-02-08T07:52:00+08:00')
  await world.unit('舜耕支队', 'detachment')
  await world.unit('舜耕支队/=大通站', 'station')
  await world.ready()
  await world.task({ unit: unit('舜耕支队/=大通站'), member: '+孙伟强' })
  await world.task({ unit: unit('舜耕支队/=大通站'), member: '周海涛', state: 1 })
  await world.task({ unit: unit('舜耕支队/=大通站'), member: '郑超', state: 4, reason: 'sick' })
})

const workbook = async () => {
  const answer = await world.http.inject({ method: 'GET', url: '/api/board.xlsx' })
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200)
  return readXlsx(new Uint8Array(answer.rawPayload))
}

describe('the workbook', () => {
  test('holds n and N as numbers of their own, the names on a second sheet, and nothing that a spreadsheet would run', async () => {
    world.as('李政委', unit('舜耕支队'), 'board.read', 'people.read')
    const { sheets } = await workbook()
    expect(sheets.map((s) => s.name)).toEqual(['措施落实', '未报名单'])
    const [figures, names] = sheets.map((s) => s.rows)
    expect(figures![5]).toEqual(['舜耕支队 合计', 1, 2, 1, 1])
    expect(figures![6]).toEqual(["'=大通站", 1, 2, 1, 1])
    expect(String(figures![1]![0])).toContain('2020-02-08 07:52')
    expect(names![5]).toEqual([
      'temperature',
      '舜耕支队/=大通站',
      "'+孙伟强",
      expect.stringMatching(/^SG/),
      '2020-02-08 07:30',
      22,
    ])
  })

  test('says so where not all names found room', async () => {
    world.as('李政委', unit('舜耕支队'), 'board.read', 'people.read')
    const { board, columns, published } = (
      await world.http.inject({ method: 'POST', url: '/api/board/prints', payload: {} })
    ).json()
    const input = { board, columns, published, zone: 'Asia/Shanghai', language: 'zh' } as const
    const names = async (missing: MissingName[]) =>
      (await readXlsx(await boardWorkbook({ ...input, missing }))).sheets[1]!.rows.flat().filter((x) =>
        String(x).includes('只列出'),
      )
    const sun = {
      column: columns[0],
      unit: '大通站',
      name: '孙伟强',
      staffNo: 'SG1',
      dueAt: board.as_of,
      minutesOver: 22,
    }
    expect(await names([sun])).toEqual([])
    expect(await names([])).toEqual(['名单只列出前 0 名，共 1 名；其余请按单位分别导出。'])
  })

  test('has no names for whoever may not see them', async () => {
    world.as('大屏', unit('舜耕支队'), 'board.read')
    expect((await workbook()).sheets).toHaveLength(1)
  })

  test('a text that begins like a formula is marked as text', () => {
    expect(['=1', '+1', '-1', '@a', '大通站'].map(plain)).toEqual(["'=1", "'+1", "'-1", "'@a", '大通站'])
  })
})

describe('a printed board', () => {
  test('keeps its digest with the seal’s head; the digest finds it, and the figures give it again', async () => {
    world.as('李政委', unit('舜耕支队'), 'board.read')
    await world.db.owner.query(
      `insert into audit_seal (no, at, algorithm, previous, audit_ids, row_digests, digest) values (7, '2020-02-08T00:00Z', 'sha256', '\\x00', '{}', '', '\\xabcd')`,
    )
    const print = (await world.http.inject({ method: 'POST', url: '/api/board/prints', payload: {} })).json()
    expect(print.published).toMatchObject({
      kind: 'board.print',
      day: '2020-02-08',
      seal_no: 7,
      seal_digest: 'abcd',
      algorithm: 'sha256',
    })
    expect(digestOf(figuresOf(print.board)).toString('hex')).toBe(print.published.digest)
    const found = await world.get(`/api/board/published/${print.published.digest.slice(0, 16).toUpperCase()}`)
    expect(found.json()).toContainEqual({
      ...print.published,
      now: { digest: print.published.digest, same: true, since: nothing },
    })
    await world.unit('他人支队', 'detachment')
    await world.ready()
    world.as('外人', unit('他人支队'), 'board.read')
    expect((await world.get(`/api/board/published/${print.published.digest}`)).statusCode).toBe(404)
    const changed = structuredClone(print.board)
    changed.measures[0].done++
    expect(digestOf(figuresOf(changed)).toString('hex')).not.toBe(print.published.digest)
  })

  test('a digest that no paper has is said to be unknown', async () => {
    for (const digest of ['00112233445566778899', 'xyz']) {
      expect((await world.get(`/api/board/published/${digest}`)).json()).toMatchObject({
        code: 'no-such-paper',
        status: 404,
      })
    }
  })

  test('the same figures are written the same, whatever the order of their keys', () => {
    expect(canonicalJson({ b: [1, { d: null, c: '火' }], a: undefined, A: true })).toBe(
      '{"A":true,"b":[1,{"c":"火","d":null}]}',
    )
  })
})
