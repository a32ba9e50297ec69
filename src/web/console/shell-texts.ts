/** Sentences of the console's shell and of the components that every page shares. */
import type { Text } from '#platform/texts.ts'

export const shellTexts = {
  name: { zh: '同舟', en: 'Muster' },
  noConnection: {
    zh: '连不上服务器，这次没有存上。网络好了再试一次。',
    en: 'The server cannot be reached, so nothing was stored this time. Please try again once the network is back.',
  },
  notReached: {
    zh: '连不上服务器，这一页还没有取到。',
    en: 'The server cannot be reached, so this page has nothing to show yet.',
  },
  noAnswer: {
    zh: '服务器没有正常回应（{status}），请稍后再试。',
    en: 'The server did not answer properly ({status}). Please try again in a moment.',
  },
  offline: {
    zh: '网络断了。屏幕上是 {time} 的数据，网络一好就自动更新。',
    en: 'The network is gone. What you see is from {time}; it catches up by itself once the network is back.',
  },
  notFetched: {
    zh: '这次没能取到数据。屏幕上保留的是 {time} 的数据。',
    en: 'The figures could not be fetched. What you see is from {time}.',
  },
  somethingBroke: { zh: '这一页没有打开', en: 'This page did not open' },
  nothingLost: { zh: '已经存下的都还在。', en: 'Everything stored so far is still there.' },
  tryAgain: { zh: '再试一次', en: 'Try again' },
  reload: { zh: '重新打开', en: 'Open again' },
  noSuchPage: { zh: '没有这一页', en: 'There is no such page' },
  noSuchPageWhy: {
    zh: '地址可能抄漏了，也可能这一页已经换了地方。',
    en: 'The address may be incomplete, or the page has moved.',
  },
  toStart: { zh: '回到首页', en: 'To the first page' },
  notAllowed: { zh: '您现在的身份看不了这一页', en: 'In this capacity you cannot see this page' },
  notAllowedWhy: {
    zh: '这一页要有“{what}”的权限。您现在的身份是{capacity}；有别的职务，可以在右上角换一个身份。',
    en: 'It needs the right “{what}”. You are here as {capacity}; if you hold another post, change the capacity at the top right.',
  },
  noCapacity: { zh: '还没有职务', en: 'no post yet' },
  live: { zh: '实时', en: 'Live' },
  connecting: { zh: '连接中', en: 'Connecting' },
  notLive: { zh: '每 30 秒更新', en: 'Every 30 s' },
  standsAt: { zh: '数据停在 {time}，正在重连', en: 'Data as of {time}, reconnecting' },
  liveHelp: { zh: '有变化马上显示', en: 'Changes show at once' },
  notLiveHelp: {
    zh: '暂时收不到实时变化，每 30 秒自动更新一次',
    en: 'Live changes do not arrive just now; figures are fetched every 30 seconds',
  },
  dayNo: { zh: '第 {day} 天', en: 'Day {day}' },
  noCampaign: { zh: '没有正在进行的防控', en: 'No campaign is running' },
  duty: { zh: '今日值班首长', en: 'Duty officer today' },
  actAs: { zh: '以哪个身份办公', en: 'Act as' },
  language: { zh: '语言', en: 'Language' },
  settings: { zh: '我的设置', en: 'My settings' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  findPeople: { zh: '按姓名、编号找人', en: 'Find a person' },
  mainNavigation: { zh: '主导航', en: 'Main navigation' },
  more: { zh: '更多', en: 'More' },
  close: { zh: '关闭', en: 'Close' },
  loading: { zh: '正在取数', en: 'Loading' },
  everywhere: { zh: '全部单位', en: 'All units' },
  skip: { zh: '跳到正文', en: 'Skip to content' },
} satisfies Record<string, Text>

/** Roles in words, where no post gave them. */
export const roleTexts: Readonly<Record<string, Text>> = {
  administrator: { zh: '管理员', en: 'Administrator' },
  commander: { zh: '支队首长', en: 'Commander' },
  chief: { zh: '主官', en: 'Chief' },
  squad_leader: { zh: '班长', en: 'Squad leader' },
  grid_contact: { zh: '网格员', en: 'Grid contact' },
  orderly: { zh: '勤务人员', en: 'Orderly' },
  auditor: { zh: '审计员', en: 'Auditor' },
}

/** Posts in English; the Chinese word is what is stored. */
export const postTexts: Readonly<Record<string, string>> = {
  支队长: 'Detachment head',
  政治委员: 'Commissar',
  副支队长: 'Deputy detachment head',
  副政治委员: 'Deputy commissar',
  大队长: 'Brigade head',
  教导员: 'Brigade instructor',
  副大队长: 'Deputy brigade head',
  站长: 'Station chief',
  政治指导员: 'Political instructor',
  副站长: 'Deputy station chief',
  副政治指导员: 'Deputy political instructor',
  班长: 'Squad leader',
  副班长: 'Deputy squad leader',
  司务长: 'Mess sergeant',
  消毒员: 'Sanitation orderly',
  营门哨: 'Gate guard',
  网格员: 'Grid contact',
  器材员: 'Equipment keeper',
}
