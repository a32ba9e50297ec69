/** Words of the cards' page. */
import type { Text } from '#platform/texts.ts'

export const texts = {
  title: { zh: '填报卡', en: 'Access cards' },
  note: {
    zh: '一人一张、一家一张，手机扫码就能报，不用账号',
    en: 'One for each member and each household: scan, and report without an account',
  },
  unit: { zh: '单位', en: 'Unit' },
  member: { zh: '队员卡', en: 'Member cards' },
  household: { zh: '家庭卡', en: 'Household cards' },
  opened: { zh: '已经用手机打开过', en: 'opened by a phone' },
  pdf: { zh: '下载 PDF（A4，二维码）', en: 'PDF of QR cards (A4)' },
  pdfAll: { zh: '下载全部 {parts} 份 PDF', en: 'All {parts} PDFs' },
  part: { zh: '第 {part} 份，{cards} 张', en: 'Part {part}, {cards} cards' },
  download: { zh: '下载这份', en: 'Download' },
  making: {
    zh: '正在排版，大约 {seconds} 秒，请不要重复点。',
    en: 'Being set, about {seconds} seconds. Once is enough.',
  },
  makingPart: {
    zh: '正在排第 {no} 份，共 {of} 份，每份大约 {seconds} 秒。浏览器可能会问是否允许下载多个文件，请允许。',
    en: 'Setting part {no} of {of}, about {seconds} seconds each. The browser may ask to allow several downloads; please allow it.',
  },
  noConnection: {
    zh: '连不上服务器，文件没有下成。网络好了再点一次。',
    en: 'The server cannot be reached, so nothing was downloaded. Please press once more when the network is back.',
  },
  reprint: {
    zh: '再印一次还是原来的卡，已经在用的手机不受影响。',
    en: 'Printed again they are the same cards; phones in use go on.',
  },
  whyOff: { zh: '设好网址以后才能印。', en: 'Printing waits for the address.' },
  csv: { zh: '下载清单（CSV）', en: 'List (CSV)' },
  own: { zh: '本级', en: 'Own' },
  noAddressTitle: { zh: '还不能印卡，差一项设置', en: 'One setting is missing before cards can be printed' },
  noAddress: {
    zh: '二维码里是家属手机能打开的网址，现在还没有设。这一步请管服务器的同志做：',
    en: 'The QR code holds the address that families’ phones can open, and it is not set yet. Whoever looks after the server does this:',
  },
  noAddressHow: {
    zh: '用命令启动的，换成这一行（网址换成自己的）：',
    en: 'Started by hand: use this line, with your own address.',
  },
  noAddressService: {
    zh: '做成系统服务的，在服务文件的 [Service] 里加这一行：',
    en: 'Run as a service: add this line under [Service] of the unit file.',
  },
  noAddressThen: {
    zh: '重启后刷新本页就能印。网址印在卡上以后不要再换，换了要全部重印。',
    en: 'Restart and reload this page. Do not change the address once it is on the cards; all would have to be printed again.',
  },
  none: { zh: '这里没有要印的卡', en: 'There are no cards here' },
  noneHint: {
    zh: '导入花名册以后，每名队员、每个家庭各有一张。',
    en: 'After a roster is imported, every member and every household has one.',
  },
  replace: { zh: '全部作废重印', en: 'End all and print anew' },
  replaceAsk: { zh: '{unit}的 {count} 张卡都作废？', en: 'End all {count} {count|card|cards} of {unit}?' },
  replaceUsed: {
    zh: '其中 {opened} 张已经有手机在用，这些手机马上不能报，要拿到新卡再扫一次。',
    en: 'In use: {opened}. Those phones stop at once and have to scan a new card.',
  },
  replaceUnused: {
    zh: '这些卡还没有手机打开过，已经发出去的要收回来换新的。',
    en: 'No phone has opened any of them yet; those handed out have to be exchanged.',
  },
  replaceHint: {
    zh: '整批卡被拍照外传、整批丢了，才这样做；只丢一张的，点开名单只作废那一张。已经报过的都留着。',
    en: 'Do this only when cards were photographed or lost as a batch; of one lost card end that one alone, in the list. What was reported stays.',
  },
  replaceDo: { zh: '作废 {count} 张', en: 'End {count} {count|card|cards}' },
  replaced: {
    zh: '{count} 张旧卡已作废。请下载新的 PDF，印好发到每个人手里。',
    en: '{count} {count|old card is|old cards are} ended. Download the new PDF, and hand the cards out.',
  },
  cancel: { zh: '先不', en: 'Not now' },
  search: { zh: '姓名或编号', en: 'Name or number' },
  searchHome: { zh: '队员、家属姓名或编号', en: 'Member, relative or number' },
  notOpened: { zh: '还没打开过', en: 'not opened yet' },
  allOpened: { zh: '都已经打开过了', en: 'All have been opened' },
  onePhone: { zh: '1 部手机在用', en: '1 phone' },
  phones: { zh: '{count} 部手机在用', en: '{count} {count|phone|phones}' },
  locked: { zh: '试错太多，锁到 {at}', en: 'too many wrong tries, locked until {at}' },
  permitUntil: {
    zh: '{at} 前，请{name}用新手机扫自己的卡，不用输手机号后四位。只放行一部。',
    en: 'Until {at} {name} may scan the card with a new phone without the four digits. It lets one in.',
  },
  permitHome: {
    zh: '{at} 前，请{name}家用新手机扫家庭卡，不用输手机号后四位。只放行一部。',
    en: 'Until {at} the family of {name} may scan the household card with a new phone without the four digits. It lets one in.',
  },
  permit: { zh: '放行一部新手机', en: 'Let a new phone in' },
  noPermit: {
    zh: '放行新手机要有代报权限，请站里主官来点。',
    en: 'Letting a phone in needs the right to report on behalf; ask the chief.',
  },
  one: { zh: '补印', en: 'Print again' },
  revoke: { zh: '作废', en: 'End' },
  revokeAsk: { zh: '作废{name}的卡？', en: 'End this card: {name}?' },
  revokeHint: {
    zh: '卡丢了、被拍照外传了，就作废它。旧卡马上扫不开，已经报过的都留着。',
    en: 'End a card that was lost or photographed. The old one opens nothing from now on; what was reported stays.',
  },
  revokePhones: {
    zh: '正在用的 {count} 部手机也要扫新卡才能接着报。',
    en: 'Phones in use: {count}. Each has to scan the new card before it can go on.',
  },
  revokeOnly: { zh: '只作废', en: 'End only' },
  revokeAnew: { zh: '作废并下载新卡', en: 'End, and download a new one' },
  revoked: {
    zh: '{name}的旧卡已作废。要接着用，请点“补印”。',
    en: 'The old card of {name} is ended. To go on, print it again.',
  },
  all: { zh: '全部', en: 'All' },
  home: { zh: '{name}家', en: 'Family of {name}' },
  more: {
    zh: '只列出前 300 个，请输入姓名，或先选到站。',
    en: 'The first 300 are listed. Type a name, or choose a station.',
  },
  noNames: { zh: '没有找到', en: 'Nobody found' },
} satisfies Record<string, Text>
