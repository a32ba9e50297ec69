/** What can be wrong with the database or its folder, each with one sentence that says what to do. */
import { defineProblems, Problem } from '../problems.ts'

export const databaseProblems = defineProblems({
  'data-dir-in-use': [
    500,
    {
      zh: '已有一个服务在用数据目录 {dir}。请先停掉它，或给这一个另设 DATA_DIR。',
      en: 'Another server is using the data folder {dir}. Please stop it first, or give this one its own DATA_DIR.',
    },
  ],
  'data-dir-read-only': [
    500,
    {
      zh: '数据目录 {dir} 不能写入（{why}）。请改权限，或把 DATA_DIR 指到可写的目录。',
      en: 'The data folder {dir} cannot be written ({why}). Please change its mode, or point DATA_DIR to a writable folder.',
    },
  ],
  'disk-full': [
    500,
    {
      zh: '{dir} 所在的磁盘已满，数据库起不来。已有数据没有动，请腾出空间再启动。',
      en: 'The disk that holds {dir} is full and the database cannot start. Nothing was lost; please free some space and start again.',
    },
  ],
  'database-other-version': [
    500,
    {
      zh: '{dir} 里的数据库是 PostgreSQL {found} 的，本程序自带的是 {need}。请用原来的版本备份，再在新目录恢复。',
      en: 'The database in {dir} belongs to PostgreSQL {found}; this program brings {need}. Please back up with the earlier version and restore into a new folder.',
    },
  ],
  'database-moved': [
    500,
    {
      zh: '{dir} 的数据库应在 {place}，但那里没有。请放回原处；确认要从空库开始，就删掉文件 {pointer}。',
      en: 'The database of {dir} should be in {place}, but it is not there. Please put it back, or remove the file {pointer} to start with an empty one.',
    },
  ],
  'database-owner-password': [
    500,
    {
      zh: '数据库在，但密码文件 {path} 不在或对不上。请放回原来的文件。',
      en: 'The database is there, but its password file {path} is missing or does not match. Please put the original file back.',
    },
  ],
  'database-not-yours': [
    500,
    {
      zh: '{dir} 属于另一个系统用户（uid {uid}），本程序以 uid {me} 运行，动不了它。请用原来的用户启动。',
      en: '{dir} belongs to another system user (uid {uid}); this program runs as uid {me} and cannot use it. Please start it as that user.',
    },
  ],
  'database-no-user': [
    500,
    {
      zh: 'PostgreSQL 不能以 root 运行，而这里换不到普通用户（{why}）。请以普通用户启动，或设 DATABASE_URL。',
      en: 'PostgreSQL cannot run as root, and no ordinary user is available here ({why}). Please start as an ordinary user, or set DATABASE_URL.',
    },
  ],
  'database-no-place': [
    500,
    {
      zh: '找不到数据库用户能进入的目录（试过 {tried}）。请把 DATA_DIR 放到其他用户能进入的目录下。',
      en: 'No folder was found that the database’s user can enter (tried {tried}). Please put DATA_DIR below a folder that others can enter.',
    },
  ],
  'database-not-installed': [
    500,
    {
      zh: '没有装好内置 PostgreSQL（{why}）。请运行 npm ci，或设 DATABASE_URL 用外部数据库。',
      en: 'The embedded PostgreSQL is not installed ({why}). Please run npm ci, or set DATABASE_URL to use an outside database.',
    },
  ],
  'database-no-port': [
    500,
    {
      zh: '20000 到 31999 之间没有空闲端口给数据库用，请关掉一些占用端口的程序再启动。',
      en: 'No port between 20000 and 31999 is free for the database. Please close some program that holds them and start again.',
    },
  ],
  'database-start-failed': [
    500,
    {
      zh: '内置数据库没有起来：{why}。详细记录在 {log}。',
      en: 'The embedded database did not start: {why}. Details are in {log}.',
    },
  ],
  'database-unreachable': [
    500,
    {
      zh: '连不上数据库 {where}：{why}。',
      en: 'The database {where} cannot be reached: {why}.',
    },
  ],
  'database-too-old': [
    500,
    {
      zh: 'DATABASE_URL 指向的是 PostgreSQL {found}，需要 15 或更高版本。',
      en: 'DATABASE_URL points to PostgreSQL {found}; version 15 or newer is needed.',
    },
  ],
  'database-newer': [
    500,
    {
      zh: '数据库由更新的程序建过（有本程序不认识的 {names}）。请升级程序，或用备份恢复。',
      en: 'The database was made by a newer program (it holds {names}, unknown to this one). Please upgrade the program, or restore a backup.',
    },
  ],
  'database-may-not': [
    500,
    {
      zh: 'DATABASE_URL 的账号 {role} 权限不够：{why}。请让数据库管理员给它 CREATEROLE 和安装扩展的权限。',
      en: 'The role {role} of DATABASE_URL is not allowed enough: {why}. Please have its administrator grant CREATEROLE and the right to install extensions.',
    },
  ],
  'migration-failed': [
    500,
    {
      zh: '升级数据库时 {name} 出错，已全部撤回：{why}。',
      en: 'The migration {name} failed and everything was rolled back: {why}.',
    },
  ],
})

export const errorCode = (error: unknown): string => (error as NodeJS.ErrnoException)?.code ?? ''
export const errorLine = (error: unknown): string =>
  (error instanceof Error ? error.message || errorCode(error) : String(error)).split('\n')[0]!

/** What a failed write to the data folder means, or the error itself where it means something else. */
export function folderProblem(error: unknown, dir: string): unknown {
  const code = errorCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Problem(databaseProblems['disk-full'], { dir })
  // ENOENT: what Node says instead of EROFS when it cannot make a folder.
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(code)) {
    return new Problem(databaseProblems['data-dir-read-only'], { dir, why: code })
  }
  return error
}
