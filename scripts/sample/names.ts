/** Invented Chinese names, drawn from common surnames and given names with a few rare ones, never the same twice. */

/** A small seeded generator (mulberry32): the same numbers for the same seed on every machine. */
export class Dice {
  #state: number
  constructor(seed: number) {
    this.#state = seed >>> 0
  }
  /** A number from 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!
  }
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1))
  }
  chance(part: number): boolean {
    return this.next() < part
  }
}

// Common surnames stand several times, so that they are drawn as often as one meets them.
const surnames = [
  ...'王王王王李李李李张张张张刘刘刘陈陈陈杨杨杨赵赵黄黄周周吴吴徐徐孙孙马马朱朱胡胡郭郭何何林林罗罗高高',
  ...'郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文',
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '尉迟',
  '夏侯',
]
const maleOne = [...'伟强磊军洋勇杰涛超明刚平辉鹏飞波斌亮建浩凯帆健俊峰宁旭晨阳坤龙毅翔雷松栋森睿喆堃昇昊晟琛炜']
const femaleOne = [...'芳娜敏静丽艳娟霞燕玲梅莉兰倩颖洁雪琳萍婷慧莹红玉云琴欣悦瑶珺怡萌薇岚']
const maleTwo = [
  ...[
    '志远',
    '建国',
    '国庆',
    '家豪',
    '俊杰',
    '子轩',
    '浩然',
    '文博',
    '天佑',
    '明轩',
    '海涛',
    '宏伟',
    '振华',
    '晓东',
    '永强',
    '思源',
  ],
  ...[
    '一凡',
    '少华',
    '立新',
    '学文',
    '成龙',
    '庆丰',
    '瑞霖',
    '泽宇',
    '景行',
    '长青',
    '春生',
    '德胜',
    '宗翰',
    '世杰',
    '嘉铭',
    '鸿飞',
  ],
  ...[
    '承志',
    '守信',
    '凌云',
    '远航',
    '兆丰',
    '云鹏',
    '书豪',
    '敬之',
    '喆宇',
    '昇平',
    '新宇',
    '金龙',
    '大勇',
    '传林',
    '光明',
    '维东',
  ],
]
const femaleTwo = [
  ...[
    '玉珍',
    '桂芳',
    '秀英',
    '桂兰',
    '淑华',
    '凤英',
    '春梅',
    '丽华',
    '雅琴',
    '晓燕',
    '海燕',
    '文静',
    '思雨',
    '雨欣',
    '梦瑶',
    '佳怡',
  ],
  ...[
    '诗涵',
    '若曦',
    '可欣',
    '婉清',
    '静怡',
    '慧敏',
    '美玲',
    '冬梅',
    '素云',
    '彩霞',
    '红霞',
    '秋菊',
    '月华',
    '小红',
    '丹丹',
    '佩珊',
  ],
  ...[
    '语桐',
    '梓涵',
    '一诺',
    '安琪',
    '沐晴',
    '欣妍',
    '爱华',
    '新兰',
    '玉兰',
    '明珺',
    '书瑶',
    '晓云',
    '银花',
    '巧云',
    '翠萍',
    '金凤',
  ],
]

export type Sex = '男' | '女'

/** Gives out full names of 2 to 4 characters, each once. */
export class Names {
  readonly #dice: Dice
  readonly #given = new Set<string>()
  constructor(dice: Dice) {
    this.#dice = dice
  }

  surname(): string {
    return this.#dice.pick(surnames)
  }

  /** A full name; of the surname where one is given. */
  full(sex: Sex, surname?: string): string {
    for (let tries = 0; ; tries++) {
      const family = surname ?? this.surname()
      const one = this.#dice.pick(sex === '男' ? maleOne : femaleOne)
      const two = this.#dice.pick(sex === '男' ? maleTwo : femaleTwo)
      // When a common surname has used up its short names, two single characters together make another.
      const more = this.#dice.pick(sex === '男' ? maleOne : femaleOne)
      const given = tries > 20 ? one + more : this.#dice.chance(0.35) ? one : two
      const name = family + given
      if (this.#given.has(name)) continue
      this.#given.add(name)
      return name
    }
  }
}
