/** Every sentence about a roster file that is not a refusal of the whole file. */
import type { Text } from '#platform/texts.ts'

/** What was passed over, filled in or assumed. */
export const notes = {
  sheetRead: { zh: '读的是工作表“{sheet}”。', en: 'Read from the worksheet "{sheet}".' },
  sheetsNotRead: { zh: '没有读这些工作表：{sheets}。', en: 'These worksheets were not read: {sheets}.' },
  encoding: {
    zh: '文件按 GB18030 编码读取，请看一眼人名对不对。',
    en: 'The file was read as GB18030; please check that the names look right.',
  },
  titleRows: {
    zh: '表头上面的第 {rows} 行（{text}）没有当作人员。',
    en: 'Row {rows} above the header ({text}) was not taken as a person.',
  },
  twoHeaderRows: {
    zh: '表头占两行（第 {from}、{to} 行），已合在一起看。',
    en: 'The header takes two rows ({from} and {to}); they were read together.',
  },
  ignoredColumns: { zh: '用不到的列没有读：{columns}。', en: 'Columns that are not needed were not read: {columns}.' },
  secondColumn: {
    zh: '“{used}”和“{unused}”意思一样，用的是“{used}”。',
    en: '"{used}" and "{unused}" mean the same; "{used}" was used.',
  },
  repeatedHeader: { zh: '第 {rows} 行又是表头，跳过了。', en: 'Row {rows} repeats the header and was passed over.' },
  notPeople: {
    zh: '第 {rows} 行没有姓名和编号，没有当作人员。',
    en: 'Row {rows} has neither name nor number and was not taken as a person.',
  },
  mergesFilled: {
    zh: '{count} 处竖着合并的单元格，已填到每一行。',
    en: '{count} {count|vertically merged cell was filled into each of its rows.|vertically merged cells were filled into each of their rows.}',
  },
  formulas: {
    zh: '{count} 格是公式，用的是表里存着的结果。',
    en: '{count} {count|cell is a formula; the result stored in the sheet was used.|cells are formulas; the results stored in the sheet were used.}',
  },
  hiddenRows: {
    zh: '有 {count} 行是隐藏的，也读进来了（第 {rows} 行）。',
    en: '{count} {count|row is hidden and was read|rows are hidden and were read} too (row {rows}).',
  },
  cutOff: { zh: '只看了前 {row} 行，后面的没有读。', en: 'Only the first {row} rows were looked at.' },
  sameTwice: { zh: '第 {rows} 行完全一样，只算一次。', en: 'Rows {rows} are exactly the same and count once.' },
  sameRelative: {
    zh: '第 {row} 行 {name} 在另一名队员 {member} 名下也有（同名同手机），只算在那一户。两家是一户的，成员编号写成“{member}、{other}”。',
    en: 'Row {row}, {name}, is also listed under {member} (same name and telephone) and counts in that household only. If both are one household, write both numbers, "{member}、{other}", as member_no.',
  },
  skippedLevel: {
    zh: '有 {count} 行没写大队，“{unit}”按“{path}”对上了。',
    en: '{count} {count|row leaves|rows leave} the brigade out; "{unit}" was taken as "{path}".',
  },
  nearUnits: {
    zh: '新单位“{unit}”和“{near}”很像，请看一眼是不是同一个。',
    en: 'The new unit "{unit}" looks much like "{near}"; please check whether they are the same.',
  },
  renamed: {
    zh: '{number} 原来是{from}，文件里是{to}。要是换了人，请给新人一个新编号。',
    en: '{number} was {from} and is {to} in the file. If this is another person, please give them a number of their own.',
  },
  noRelatives: {
    zh: '文件里没有家属，名册里的家属照原样保留。',
    en: 'The file lists no relatives; those in the roster stay as they are.',
  },
  unitsNotNamed: {
    zh: '文件里没有提到“{unit}”，那里的 {count} 人不动。',
    en: 'The file does not mention "{unit}"; the {count} {count|person there stays as before|people there stay as they are}.',
  },
  twoHolders: {
    zh: '“{unit}”有 {count} 名{post}。',
    en: '"{unit}" has {count} {count|holder|holders} of the post {postEn}.',
  },
  households: { zh: '{names} 合成一户。', en: '{names} become one household.' },
} satisfies Record<string, Text>

/** Why a cell cannot be taken. */
export const reasons = {
  excelError: { zh: '这一格是 Excel 的错误值', en: 'this cell holds an Excel error' },
  noFormulaResult: { zh: '这一格是公式，文件里没有存结果', en: 'this cell is a formula without a stored result' },
  unreadableFirst: { zh: '第一个字没认出来', en: 'the first character could not be read' },
  unreadableMiddle: { zh: '中间一个字没认出来', en: 'the character in the middle could not be read' },
  unreadableLast: { zh: '最后一个字没认出来', en: 'the last character could not be read' },
  unreadableSome: { zh: '有 {count} 个字没认出来', en: '{count} {count|character|characters} could not be read' },
  unreadableOne: { zh: '第 {place} 个字没认出来', en: 'character {place} could not be read' },
  nameEmpty: { zh: '姓名空着', en: 'the name is empty' },
  nameWrong: { zh: '不像人名', en: 'this does not look like a name' },
  nameLong: { zh: '太长，有 {count} 个字', en: 'too long, {count} characters' },
  detachmentEmpty: { zh: '没写是哪个支队', en: 'the detachment is not given' },
  squadAlone: { zh: '写了班，没写站', en: 'a squad is given without its station' },
  noNumber: { zh: '没有编号', en: 'there is no number' },
  numberWrong: { zh: '编号里有不能用的字', en: 'the number holds signs that cannot be used' },
  numberTwice: { zh: '和第 {rows} 行{name}的编号一样', en: 'the same number as {name} in row {rows}' },
  numberTaken: { zh: '名册里 {number} 是{name}', en: 'in the roster {number} is {name}' },
  relationWithoutMember: { zh: '写了关系，没写是谁的家属', en: 'a relation is given, but not whose relative this is' },
  memberUnknown: { zh: '名册和文件里都没有这个编号', en: 'neither the roster nor the file has this number' },
  memberBad: {
    zh: '这名队员在第 {row} 行，那一行还没改好',
    en: 'this member stands in row {row}, which has to be mended first',
  },
  memberTwice: { zh: '几个支队都有这个编号', en: 'several detachments have this number' },
  memberSelf: { zh: '写的是自己的编号', en: 'this is the person\u2019s own number' },
  relationEmpty: { zh: '家属要写明和队员是什么关系', en: 'a relative needs the relation to the member' },
  relationWrong: { zh: '看不出是什么关系', en: 'this is not a relation' },
  relativeTwice: {
    zh: '和第 {rows} 行是同一名家属，但内容不一样',
    en: 'the same relative as in row {rows}, with other details',
  },
  phoneShort: { zh: '少 {count} 位，只有 {digits} 位', en: 'too short by {count}, it has {digits} digits' },
  phoneShortOne: { zh: '少一位，只有 {digits} 位', en: 'one digit short, it has {digits}' },
  phoneLong: { zh: '多 {count} 位，有 {digits} 位', en: 'too long by {count}, it has {digits} digits' },
  phoneLongOne: { zh: '多一位，有 {digits} 位', en: 'one digit too many, it has {digits}' },
  phoneScientific: {
    zh: '被表格写成了科学计数，末尾几位已经丢了',
    en: 'the sheet turned it into scientific notation and the last digits are lost',
  },
  phoneTwo: { zh: '一格里有两个号码', en: 'two numbers in one cell' },
  phoneLandline: { zh: '这是座机号码', en: 'this is a landline' },
  phonePrefix: { zh: '手机号没有 {start} 开头的', en: 'no mobile number begins with {start}' },
  phoneWrong: { zh: '不是手机号', en: 'this is not a telephone number' },
  sexWrong: { zh: '看不出是男是女', en: 'this is neither male nor female' },
  bornWrong: { zh: '看不出是哪一年', en: 'no year of birth can be read from this' },
  bornRange: { zh: '{year} 年不在 1900 到 {now} 之间', en: '{year} is not between 1900 and {now}' },
  postUnknown: { zh: '职务表里没有“{post}”', en: 'the list of posts has no "{post}"' },
  unitNear: { zh: '{parent}下面没有叫“{name}”的{level}', en: '{parent} has no {level} called "{name}"' },
  unitNearTop: { zh: '名册里没有叫“{name}”的{level}', en: 'the roster has no {level} called "{name}"' },
  unitLong: { zh: '单位名太长，有 {count} 个字', en: 'the unit\u2019s name is too long, {count} characters' },
} satisfies Record<string, Text>

/** How to mend it. */
export const fixes = {
  excelError: { zh: '在 Excel 里改好这一格的公式，或直接填上内容', en: 'mend the formula in Excel, or type the value' },
  noFormulaResult: { zh: '在 Excel 里打开，保存一次再来', en: 'open the file in Excel, save it once, and come back' },
  retype: { zh: '在 Excel 里把这个字重新打一遍', en: 'type this character again in Excel' },
  nameEmpty: { zh: '补上姓名；这一行没有人就删掉', en: 'fill in the name, or delete the row if it is nobody' },
  nameWrong: { zh: '只写姓名，备注放到别的列', en: 'write the name only; remarks belong in another column' },
  detachmentEmpty: { zh: '填上支队的名称', en: 'fill in the detachment\u2019s name' },
  squadAlone: { zh: '补上站名', en: 'fill in the station' },
  noNumber: {
    zh: '队员填编号；家属填成员编号和关系',
    en: 'a member needs staff_no; a relative needs member_no and relation',
  },
  numberWrong: {
    zh: '只用字母、数字和短横，例如 SG0001',
    en: 'use letters, digits and hyphens only, for example SG0001',
  },
  numberOwner: {
    zh: '名册里 {number} 是{name}，这一行多半没错',
    en: 'in the roster {number} is {name}, so this row is probably right',
  },
  numberBack: { zh: '{name}原来是 {number}，改回来就行', en: '{name} was {number}; change it back' },
  numberOther: {
    zh: '名册里 {number} 是{name}，请核对这一行的编号',
    en: 'in the roster {number} is {name}; please check the number in this row',
  },
  numberBoth: { zh: '请核对两人的编号，改对一个', en: 'please check both numbers and correct one' },
  numberSame: { zh: '两行是同一个人，删掉一行', en: 'both rows are the same person; delete one' },
  moveNumber: {
    zh: '把 {number} 移到“成员编号”这一列；是队员就把关系空着',
    en: 'move {number} to the column member_no; leave the relation empty for a member',
  },
  fillMember: { zh: '在“成员编号”里填队员的编号', en: 'fill in the member\u2019s number as member_no' },
  memberNeighbours: {
    zh: '上下两行都是 {number}，多半写错一位',
    en: 'the rows above and below have {number}; probably one digit is wrong',
  },
  memberNear: {
    zh: '有一个相近的 {number}（{name}），请核对',
    en: 'there is a similar number, {number} ({name}); please check',
  },
  memberCheck: { zh: '请核对队员的编号', en: 'please check the member\u2019s number' },
  memberBad: { zh: '先改好第 {row} 行，这一行就好了', en: 'mend row {row} and this row is right' },
  memberTwice: { zh: '在这一行补上支队', en: 'fill in the detachment in this row' },
  memberSelf: {
    zh: '把成员编号空着，或填一起生活的那名队员的编号',
    en: 'leave member_no empty, or give the number of the member who shares the household',
  },
  relation: { zh: '填 父亲、母亲、妻子、丈夫、孩子等', en: 'fill in father, mother, wife, husband, child and so on' },
  relativeTwice: { zh: '留下对的一行，删掉另一行', en: 'keep the row that is right and delete the other' },
  phoneDigits: { zh: '补成 11 位；一时不知道就空着', en: 'complete it to 11 digits, or leave it empty for now' },
  phoneCut: { zh: '改成 11 位；一时不知道就空着', en: 'shorten it to 11 digits, or leave it empty for now' },
  phoneScientific: { zh: '把这一列设成“文本”，重新填号码', en: 'set the column to "text" and type the number again' },
  phoneTwo: { zh: '留一个常用的', en: 'keep the one that is used most' },
  phoneLandline: { zh: '换成手机号；没有手机就写成 +86{area}', en: 'give a mobile number, or write it as +86{area}' },
  phoneWrong: {
    zh: '写 11 位手机号；境外号码以 + 开头',
    en: 'write an 11-digit mobile number; a foreign one begins with +',
  },
  sex: { zh: '写“男”或“女”，也可以空着', en: 'write male or female, or leave it empty' },
  born: { zh: '写四位年份，例如 1990；也可以空着', en: 'write a four-digit year such as 1990, or leave it empty' },
  postWrite: { zh: '写成“{post}”', en: 'write "{post}"' },
  postList: { zh: '可以写：{posts}', en: 'possible are: {posts}' },
  unitWrite: {
    zh: '写成“{near}”；真是新设的{level}，先建{level}',
    en: 'write "{near}"; if it is really a new {level}, make it first',
  },
  shorten: { zh: '写短一些，最多 {max} 个字', en: 'shorten it to at most {max} characters' },
} satisfies Record<string, Text>

/** The levels of a path, as users call them. */
export const levels = {
  detachment: { zh: '支队', en: 'detachment' },
  brigade: { zh: '大队', en: 'brigade' },
  station: { zh: '站', en: 'station' },
  squad: { zh: '班', en: 'squad' },
} satisfies Record<string, Text>
