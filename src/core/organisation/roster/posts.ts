/** The posts that a roster may name, in the playbook's exact words, and what people write instead of them. */
import { cleanName } from './clean.ts'
import type { RosterPost } from './model.ts'

type At = RosterPost['at']
const post = (code: string, zh: string, en: string, at: At, mistaken: readonly string[] = []): RosterPost => ({
  code,
  name: { zh, en },
  at,
  mistaken,
})

/** Posts of a fire-and-rescue detachment under the playbook's codes; a playbook that needs another brings it along. */
export const defaultPosts: readonly RosterPost[] = [
  post('detachment_head', '支队长', 'detachment head', ['detachment']),
  post('commissar', '政治委员', 'political commissar', ['detachment'], ['政委', '支队政委']),
  post('deputy_detachment_head', '副支队长', 'deputy detachment head', ['detachment']),
  post('deputy_commissar', '副政治委员', 'deputy political commissar', ['detachment'], ['副政委']),
  post('brigade_head', '大队长', 'brigade head', ['brigade']),
  post('brigade_instructor', '教导员', 'brigade instructor', ['brigade'], ['大队教导员', '政治教导员']),
  post('deputy_brigade_head', '副大队长', 'deputy brigade head', ['brigade']),
  post('station_chief', '站长', 'station chief', ['station'], ['中队长', '队长', '消防站站长', '站主官']),
  post('station_instructor', '政治指导员', 'political instructor', ['station'], ['指导员', '政指']),
  post('deputy_station_chief', '副站长', 'deputy station chief', ['station'], ['副中队长', '站长助理']),
  post('deputy_station_instructor', '副政治指导员', 'deputy political instructor', ['station'], ['副指导员']),
  post('squad_leader', '班长', 'squad leader', ['squad'], ['战斗班长', '组长', '班组长']),
  post('deputy_squad_leader', '副班长', 'deputy squad leader', ['squad']),
  post(
    'firefighter',
    '消防员',
    'firefighter',
    ['squad', 'station'],
    ['战斗员', '队员', '消防战士', '战士', '专职消防员'],
  ),
  post('driver', '驾驶员', 'driver', ['squad', 'station'], ['司机', '驾驶', '驾驶兵']),
  post('signaller', '通信员', 'signaller', ['squad', 'station'], ['通讯员', '文书', '话务员']),
  post('mess_sergeant', '司务长', 'mess sergeant', ['station'], ['炊事班长', '给养员', '炊事员']),
  post('sanitation_orderly', '消毒员', 'sanitation orderly', ['station'], ['消杀员', '防疫员', '卫生员']),
  post('gate_guard', '营门哨', 'gate guard', ['station'], ['门岗', '哨兵', '门卫', '营门岗']),
  post('grid_contact', '网格员', 'grid contact', ['squad', 'station', 'brigade', 'office'], ['网格长', '联络员']),
  post(
    'quartermaster',
    '器材员',
    'quartermaster and equipment keeper',
    ['station'],
    ['装备员', '器材管理员', '装备技师', '保管员'],
  ),
]

/** Finds posts by their name in either language or their code, and suggests one for a word that is none. */
export class PostWords {
  readonly #byWord = new Map<string, RosterPost>()
  readonly #mistaken = new Map<string, RosterPost>()
  readonly #posts: readonly RosterPost[]

  constructor(posts: readonly RosterPost[]) {
    this.#posts = posts
    for (const one of posts) {
      for (const word of [one.name.zh, one.name.en, one.code]) this.#byWord.set(wordKey(word), one)
      for (const word of one.mistaken ?? []) this.#mistaken.set(wordKey(word), one)
    }
  }

  get names(): string {
    return this.#posts.map((one) => one.name.zh).join('、')
  }

  get namesEn(): string {
    return this.#posts.map((one) => one.name.en).join(', ')
  }

  find(word: string): RosterPost | undefined {
    return this.#byWord.get(wordKey(word))
  }

  /** The post most likely meant: a known slip, else the longest name that the word holds, or that holds the word. */
  suggest(word: string): RosterPost | undefined {
    const key = wordKey(word)
    const slip = this.#mistaken.get(key)
    if (slip) return slip
    const near = this.#posts.filter((one) => key.includes(one.name.zh) || (key.length > 1 && one.name.zh.includes(key)))
    return near.sort((a, b) => b.name.zh.length - a.name.zh.length)[0]
  }
}

const wordKey = (word: string): string =>
  cleanName(word)
    .toLowerCase()
    .replace(/[\s_-]/g, '')
