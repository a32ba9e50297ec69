/** A political officer checks a roster: every bad row with its number, column, value, reason and how to mend it. */
import { readXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { badRowsCsv, badRowsXlsx } from './index.ts'
import { badLines, check, imported, people, without, withRow } from './story.for-test.ts'

const known = await imported()
const bad = async (row: number, text: string, roster = known) => badLines(await check(withRow(row, text), roster))

test('the roster itself has no bad row', async () => {
  const checked = await check(people, known)
  expect(badLines(checked)).toEqual([])
  expect([checked.rows, checked.good, checked.members.length, checked.relatives.length]).toEqual([11, 11, 6, 5])
})

describe('numbers', () => {
  test('the same number twice: each row names the other and what the roster has', async () => {
    expect(await bad(4, '舜耕支队,城东大队,云台站,一班,何俊,SG0002,,,,,,')).toEqual([
      '3 编号 SG0002: 和第 4 行何俊的编号一样 → 名册里 SG0002 是韩磊，这一行多半没错',
      '4 编号 SG0002: 和第 3 行韩磊的编号一样 → 何俊原来是 SG0003，改回来就行',
    ])
  })

  test('case, width, spaces and invisible signs make no difference', async () => {
    expect(await bad(4, '舜耕支队,城东大队,云台站,一班,何俊,ｓｇ ０００\u200b２,,,,,,')).toHaveLength(2)
  })

  test('two unknown people with one number', async () => {
    const rows = ['舜耕支队,,云台站,,张伟,SG0100,,,,,,', '舜耕支队,,云台站,,李强,SG0100,,,,,,']
    expect(badLines(await check([...people, ...rows], known)).at(-1)).toBe(
      '14 编号 SG0100: 和第 13 行张伟的编号一样 → 请核对两人的编号，改对一个',
    )
  })

  test('the same person in two rows that differ, and in two rows that do not', async () => {
    expect(badLines(await check([...people, people[2]!.replace('消防员', '驾驶员')], known))[0]).toContain(
      '两行是同一个人，删掉一行',
    )
    const twice = await check([...people, people[2]!], known)
    expect(twice.bad).toEqual([])
    expect(twice.members).toHaveLength(6)
    expect(twice.notes.map((note) => note.zh)).toEqual(['第 4、13 行完全一样，只算一次。'])
  })

  test('a number that belongs to somebody else is refused when this person has another', async () => {
    const rows = without(4).map((line) => line.replace('韩磊,SG0002', '何俊,SG0002'))
    expect(badLines(await check(rows, known))).toEqual([
      '3 编号 SG0002: 名册里 SG0002 是韩磊 → 何俊原来是 SG0003，改回来就行',
    ])
  })

  test('neither number nor member', async () => {
    expect(await bad(4, '舜耕支队,城东大队,云台站,一班,何俊,,,,,,,')).toEqual([
      '4 编号 : 没有编号 → 队员填编号；家属填成员编号和关系',
    ])
  })
})

describe('cells', () => {
  const member = (cells: Partial<Record<'name' | 'phone' | 'sex' | 'born' | 'post' | 'station', string>>) =>
    `舜耕支队,城东大队,${cells.station ?? '云台站'},一班,${cells.name ?? '何俊'},SG0003,,,${cells.phone ?? ''},${cells.sex ?? ''},${cells.born ?? ''},${cells.post ?? ''}`

  test.each([
    [{ phone: '1385500312' }, '4 手机 1385500312: 少一位，只有 10 位 → 补成 11 位；一时不知道就空着'],
    [{ phone: '138550000033' }, '4 手机 138550000033: 多一位，有 12 位 → 改成 11 位；一时不知道就空着'],
    [
      { phone: '1.3855E+10' },
      '4 手机 1.3855E+10: 被表格写成了科学计数，末尾几位已经丢了 → 把这一列设成“文本”，重新填号码',
    ],
    [{ phone: '0554-2661234' }, '4 手机 0554-2661234: 这是座机号码 → 换成手机号；没有手机就写成 +865542661234'],
    [{ phone: '13855000003/13855000009' }, '4 手机 13855000003/13855000009: 一格里有两个号码 → 留一个常用的'],
    [{ phone: '12055000003' }, '4 手机 12055000003: 手机号没有 12 开头的 → 写 11 位手机号；境外号码以 + 开头'],
    [{ phone: '无' }, '4 手机 无: 不是手机号 → 写 11 位手机号；境外号码以 + 开头'],
    [{ post: '战斗员' }, '4 职务 战斗员: 职务表里没有“战斗员” → 写成“消防员”'],
    [{ post: '消防员、指导员' }, '4 职务 消防员、指导员: 职务表里没有“指导员” → 写成“政治指导员”'],
    [{ name: '陈□梅' }, '4 姓名 陈□梅: 中间一个字没认出来 → 在 Excel 里把这个字重新打一遍'],
    [{ name: '何\uFFFD' }, '4 姓名 何\uFFFD: 最后一个字没认出来 → 在 Excel 里把这个字重新打一遍'],
    [{ name: '\uE863俊' }, '4 姓名 \uE863俊: 第一个字没认出来 → 在 Excel 里把这个字重新打一遍'],
    [{ name: '' }, '4 姓名 : 姓名空着 → 补上姓名；这一行没有人就删掉'],
    [{ name: '何俊13855000003' }, '4 姓名 何俊13855000003: 不像人名 → 只写姓名，备注放到别的列'],
    [{ sex: '未知' }, '4 性别 未知: 看不出是男是女 → 写“男”或“女”，也可以空着'],
    [{ born: '1896' }, '4 出生年 1896: 1896 年不在 1900 到 2026 之间 → 写四位年份，例如 1990；也可以空着'],
    [{ born: '2027-01-01' }, '4 出生年 2027-01-01: 2027 年不在 1900 到 2026 之间 → 写四位年份，例如 1990；也可以空着'],
    [{ born: '32994' }, '4 出生年 32994: 看不出是哪一年 → 写四位年份，例如 1990；也可以空着'],
    [{ station: '云台' }, '4 站 云台: 城东大队下面没有叫“云台”的站 → 写成“云台站”；真是新设的站，先建站'],
    [
      { station: '云台消防救援站' },
      '4 站 云台消防救援站: 城东大队下面没有叫“云台消防救援站”的站 → 写成“云台站”；真是新设的站，先建站',
    ],
    [{ station: '' }, '4 站 : 写了班，没写站 → 补上站名'],
  ])('%j', async (cells, expected) => {
    expect(await bad(4, member(cells))).toEqual([expected])
  })

  test('what people write in many ways is understood', async () => {
    const rows = withRow(
      4,
      ' 舜耕支队 ,城东大队,云台站,一班,何\u3000俊,SG0003,,,+86 138-5500-0003,M,1996年5月,网格员；消防员',
    )
    const checked = await check(rows, known)
    expect(badLines(checked)).toEqual([])
    expect(checked.members.find((one) => one.row === 4)).toMatchObject({
      name: '何俊',
      phone: '13855000003',
      sex: 'male',
      born: 1996,
    })
  })

  test('compound, rare and Uyghur names are names', async () => {
    for (const name of ['欧阳喆', '昇', '阿卜杜拉·买买提', 'O’Brien Li']) {
      expect(await bad(4, member({ name }))).toHaveLength(name === '昇' ? 1 : 0)
    }
  })

  test('1班 for 一班 is pointed out, a squad that is not near any is new', async () => {
    expect(await bad(4, people[2]!.replace('一班', '1班'))).toEqual([
      '4 班 1班: 云台站下面没有叫“1班”的班 → 写成“一班”；真是新设的班，先建班',
    ])
    const checked = await check(withRow(4, people[2]!.replace('一班', '五班')), known)
    expect(checked.newUnits.map((unit) => unit.path)).toEqual(['舜耕支队/城东大队/云台站/五班'])
  })

  test('a brigade left out is found, and said', async () => {
    const checked = await check(withRow(4, people[2]!.replace('城东大队', '')), known)
    expect(checked.newUnits).toEqual([])
    expect(checked.notes.map((note) => note.zh)).toEqual([
      '有 1 行没写大队，“云台站”按“舜耕支队/城东大队/云台站”对上了。',
    ])
  })
})

describe('relatives', () => {
  test('of a number that nobody has, between two of another', async () => {
    expect(await bad(9, '舜耕支队,,,,韩玉珍,,SG0092,妻子,,,,')).toEqual([
      '9 成员编号 SG0092: 名册和文件里都没有这个编号 → 有一个相近的 SG0002（韩磊），请核对',
    ])
    expect(await bad(9, '舜耕支队,,,,韩玉珍,,XY9999,妻子,,,,')).toEqual([
      '9 成员编号 XY9999: 名册和文件里都没有这个编号 → 请核对队员的编号',
    ])
    const rows = [
      ...people,
      '舜耕支队,,,,甲甲,,SG0002,父亲,,,,',
      '舜耕支队,,,,乙乙,,SG0092,母亲,,,,',
      '舜耕支队,,,,丙丙,,SG0002,儿子,,,,',
    ]
    expect(badLines(await check(rows, known))).toEqual([
      '14 成员编号 SG0092: 名册和文件里都没有这个编号 → 上下两行都是 SG0002，多半写错一位',
    ])
  })

  test('without a relation, and with a relation but no member', async () => {
    expect(await bad(9, '舜耕支队,,,,韩玉珍,,SG0002,,,,,')).toEqual([
      '9 关系 : 家属要写明和队员是什么关系 → 填 父亲、母亲、妻子、丈夫、孩子等',
    ])
    expect(await bad(9, '舜耕支队,,,,韩玉珍,,,妻子,,,,')).toEqual([
      '9 成员编号 : 写了关系，没写是谁的家属 → 在“成员编号”里填队员的编号',
    ])
    expect(await bad(9, '舜耕支队,,,,韩玉珍,SG0002,,妻子,,,,')).toEqual([
      '9 成员编号 : 写了关系，没写是谁的家属 → 把 SG0002 移到“成员编号”这一列；是队员就把关系空着',
    ])
  })

  test('of a member whose own row is bad wait for that row, unless the roster knows the member', async () => {
    const rows = [...people, '舜耕支队,,云台站,,张伟,SG0100,,,123,,,', '舜耕支队,,,,张芳,,SG0100,妻子,,,,']
    expect(badLines(await check(rows, known)).at(-1)).toBe(
      '14 成员编号 SG0100: 这名队员在第 13 行，那一行还没改好 → 先改好第 13 行，这一行就好了',
    )
    expect(await bad(3, people[1]!.replace('13855000002', '123'))).toHaveLength(1)
  })

  test('the same relative with other details is refused twice; the same name and telephone elsewhere counts once', async () => {
    expect(
      badLines(await check([...people, '舜耕支队,,,,陈梅,,SG0004,妻子,,,1990,'], known)).map((line) =>
        line.slice(0, 2),
      ),
    ).toEqual(['11', '13'])
    const shared = await check([...people, '舜耕支队,,,,刘大勇,,SG0003,叔叔,13855001006,男,,'], known)
    expect(shared.relatives).toHaveLength(5)
    expect(shared.notes[0]?.zh).toContain('在另一名队员 SG0006 名下也有')
  })
})

test('rows without name and number are no people', async () => {
  const checked = await check([...people, '合计,,,,,,,,,,,', ',,,,,,,,,男,,'], known)
  expect(checked.rows).toBe(11)
  expect(checked.notes.map((note) => note.zh)).toEqual(['第 13–14 行没有姓名和编号，没有当作人员。'])
})

test('two new units of like names are pointed out before they are made', async () => {
  const checked = await check([
    ...people.map((line) => line.replace('大通站', '大通站')),
    '舜耕支队,城东大队,大通,,钱涛,SG0200,,,,,,',
  ])
  expect(checked.newUnits.filter((unit) => unit.near).map((unit) => [unit.name, unit.near])).toEqual([
    ['大通', '舜耕支队/城东大队/大通站'],
    ['大通站', '舜耕支队/城东大队/大通'],
  ])
})

test('the bad rows say who it is, and go into a file', async () => {
  const checked = await check(withRow(4, '舜耕支队,城东大队,云台站,一班,"=HYPERLINK(1)",SG0003,,,138,,,'), known)
  const phone = (await check(withRow(4, '舜耕支队,城东大队,云台站,一班,何俊,SG0003,,,138550,,,'), known)).bad
  expect(phone[0]?.who).toEqual({ name: '何俊', relative: false, unit: '云台站 · 一班', isNew: false })
  const book = await readXlsx(await badRowsXlsx(phone, 'zh'))
  expect(book.sheets[0]?.rows).toEqual([
    ['行号', '姓名', '单位', '列', '文件里写的', '为什么不行', '怎么改'],
    [4, '何俊', '云台站 · 一班', '手机', '138550', '不是手机号', '写 11 位手机号；境外号码以 + 开头'],
  ])
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(badRowsCsv(checked.bad, 'en'))
  expect(text.startsWith('\uFEFFrow,name,unit')).toBe(true)
  expect(text).toContain("4,'=HYPERLINK(1),")
})
