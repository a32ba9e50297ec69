/** The people of the sample: 562 members in three brigades, 14 stations and an office, and 1,604 relatives. */
import { Dice, Names, type Sex } from './names.ts'

export const header = ['支队', '大队', '站', '班', '姓名', '编号', '成员编号', '关系', '手机', '性别', '出生年', '职务']

const detachment = '舜耕支队'
/** Each brigade's stations with their strength; together with command and office 562. */
const brigades: readonly (readonly [name: string, stations: readonly (readonly [name: string, people: number])[]])[] = [
  [
    '城东大队',
    [
      ['云台站', 46],
      ['青禾站', 42],
      ['长亭站', 38],
      ['望江站', 36],
      ['柳堤站', 33],
    ],
  ],
  [
    '城西大队',
    [
      ['松岭站', 41],
      ['石桥站', 40],
      ['东篱站', 38],
      ['南浦站', 36],
      ['鹤鸣站', 31],
    ],
  ],
  [
    '沿河大队',
    [
      ['芦洲站', 40],
      ['白渡站', 39],
      ['清溪站', 37],
      ['枫桥站', 35],
    ],
  ],
]
const officeStrength = 22
const relativesInAll = 1604
/** The year for which ages are made. */
const year = 2026

/** What the system has to find by itself (A6): two squads without a leader, one station without a sanitation orderly. */
const squadsWithoutLeader = ['望江站/三班', '鹤鸣站/二班']
const stationWithoutOrderly = '清溪站'
/** Couples who both serve: one household that hangs on both, so its relatives' rows name both numbers. */
const couples = 6

interface Member {
  readonly unit: readonly [brigade: string, station: string, squad: string]
  readonly posts: readonly string[]
  readonly sex: Sex
  readonly born: number
  readonly name: string
  no: string
  phone: string
  husband?: Member
  relatives: Relative[]
}

interface Relative {
  readonly relation: string
  readonly name: string
  readonly sex: Sex
  readonly born: number
  readonly phone: boolean
}

const dice = new Dice(20260207)
const names = new Names(dice)
const women = 0.06

/** Every row below the header: each unit's members from the top down, then the relatives in the members' order. */
export function rosterRows(): string[][] {
  const members = everybody()
  members.forEach((member, i) => {
    member.no = `SG${String(i + 1).padStart(4, '0')}`
    member.phone = `13855${String(i + 1).padStart(6, '0')}`
  })
  marry(members)
  for (const member of members) if (!member.husband) member.relatives = family(member)
  settleCount(members)
  let phones = 1000
  const relatives = members.flatMap((member) =>
    member.relatives.map((one) => {
      const phone = one.phone ? `13855${String(++phones).padStart(6, '0')}` : ''
      const numbers = [member.no, wifeOf.get(member)?.no ?? ''].filter((no) => no !== '').join('、')
      return [detachment, '', '', '', one.name, '', numbers, one.relation, phone, one.sex, String(one.born), '']
    }),
  )
  return [...members.map(memberRow), ...relatives]
}

function memberRow(member: Member): string[] {
  const { unit, name, no, phone, sex, born, posts } = member
  return [detachment, ...unit, name, no, '', '', phone, sex, String(born), posts.join('、')]
}

function everybody(): Member[] {
  const members = [
    makeMember(['', '', ''], ['支队长'], 46),
    makeMember(['', '', ''], ['政治委员'], 45),
    ...Array.from({ length: officeStrength }, (_, i) =>
      makeMember(['', '机关', ''], i < 2 ? ['网格员'] : [], dice.between(26, 50), 0.3),
    ),
  ]
  for (const [brigade, stations] of brigades) {
    members.push(makeMember([brigade, '', ''], ['大队长'], dice.between(38, 44)))
    members.push(makeMember([brigade, '', ''], ['教导员'], dice.between(37, 43)))
    for (const [station, people] of stations) members.push(...stationMembers(brigade, station, people))
  }
  return members
}

function stationMembers(brigade: string, station: string, people: number): Member[] {
  const staff = [
    ['站长'],
    ['政治指导员'],
    ['司务长'],
    ['消毒员'],
    ['营门哨'],
    ['营门哨'],
    ['器材员'],
    ['通信员', '网格员'],
  ]
    .filter(([post]) => !(post === '消毒员' && station === stationWithoutOrderly))
    .map((posts, i) => makeMember([brigade, station, ''], posts, i < 2 ? dice.between(30, 38) : dice.between(24, 36)))
  const inSquads = people - staff.length
  const squads = Math.round(inSquads / 8)
  const rest = Array.from({ length: inSquads }, (_, i) => Math.floor((i * squads) / inSquads))
  return [...staff, ...rest.map((squad, i) => squadMember(brigade, station, squad, i - rest.indexOf(squad)))]
}

function squadMember(brigade: string, station: string, squad: number, place: number): Member {
  const name = `${'一二三四五六'[squad]}班`
  const unit = [brigade, station, name] as const
  if (place === 0 && !squadsWithoutLeader.includes(`${station}/${name}`))
    return makeMember(unit, ['班长'], dice.between(27, 36))
  if (place === 1) return makeMember(unit, ['驾驶员'], dice.between(25, 38))
  if (place === 2) return makeMember(unit, ['消防员', '网格员'], dice.between(23, 32))
  return makeMember(unit, ['消防员'], dice.between(19, 31))
}

function makeMember(unit: Member['unit'], posts: readonly string[], age: number, womenHere = women): Member {
  const leads = posts.some((post) => post.endsWith('长') || post.endsWith('委员'))
  const sex: Sex = !leads && dice.chance(womenHere) ? '女' : '男'
  return { unit, posts, sex, born: year - age, name: names.full(sex), no: '', phone: '', relatives: [] }
}

/** Pairs the first women of marrying age with men of about their age at other places. */
function marry(members: readonly Member[]): void {
  const brides = members.filter((member) => member.sex === '女' && year - member.born >= 25).slice(0, couples)
  const taken = new Set<Member>()
  for (const bride of brides) {
    const groom = members.find(
      (one) =>
        one.sex === '男' &&
        !taken.has(one) &&
        one.unit[1] !== bride.unit[1] &&
        Math.abs(one.born - bride.born) <= 3 &&
        year - one.born >= 26,
    )
    if (!groom) continue
    taken.add(groom)
    bride.husband = groom
    wifeOf.set(groom, bride)
  }
}
const wifeOf = new Map<Member, Member>()

/** Who lives with a member, or whom the family report asks about: parents of the young, wife and children of the older. */
function family(member: Member): Relative[] {
  const age = year - member.born
  const surname = surnameOf(member.name)
  const home: Relative[] = []
  const add = (relation: string, sex: Sex, born: number, family?: string, phone = true) =>
    home.push({ relation, sex, born, name: names.full(sex, family), phone })
  const spouse = age >= 26 && dice.chance(age >= 32 ? 0.92 : 0.55)
  if (spouse && !wifeOf.has(member))
    add(member.sex === '男' ? '妻子' : '丈夫', member.sex === '男' ? '女' : '男', member.born + dice.between(-2, 3))
  if (spouse || wifeOf.has(member)) {
    const children = age < 28 ? dice.between(0, 1) : dice.between(1, 2)
    for (let i = 0; i < children; i++) {
      const sex: Sex = dice.chance(0.5) ? '男' : '女'
      const born = Math.min(year - 1, member.born + dice.between(25, 28) + i * 3)
      add(sex === '男' ? '儿子' : '女儿', sex, born, member.sex === '男' ? surname : undefined, year - born >= 12)
    }
  }
  add('父亲', '男', member.born - dice.between(24, 30), surname)
  add('母亲', '女', member.born - dice.between(22, 28))
  return home
}

const surnameOf = (name: string) => /^(欧阳|司马|上官|诸葛|尉迟|夏侯)/.exec(name)?.[0] ?? name[0]!

/** Brings the number of relatives to the sample's: grandparents come in, or parents who live elsewhere go. */
function settleCount(members: readonly Member[]): void {
  const withHome = members.filter((member) => !member.husband)
  let surplus = withHome.reduce((sum, member) => sum + member.relatives.length, 0) - relativesInAll
  for (let i = withHome.length - 1; surplus > 0; i = (i + withHome.length - 3) % withHome.length) {
    const home = withHome[i]!.relatives
    const at = home.findLastIndex((one) => one.relation === '父亲')
    if (at < 0 || home.length < 3) continue
    home.splice(at, 1)
    surplus--
  }
  for (let i = 0; surplus < 0; i = (i + 7) % withHome.length) {
    const member = withHome[i]!
    if (member.relatives.length > 4) continue
    member.relatives.push({
      relation: '祖母',
      sex: '女',
      born: Math.max(1936, member.born - 52),
      name: names.full('女'),
      phone: false,
    })
    surplus++
  }
}
