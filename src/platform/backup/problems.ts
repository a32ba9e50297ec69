/** What can be wrong with a backup, a restore or the place of either; one sentence each, with what to do. */
import { errorCode, errorLine } from '../database/problems.ts'
import { defineProblems, Problem } from '../problems.ts'

export const backupProblems = defineProblems({
  'backup-dir-not-empty': [
    422,
    {
      zh: '目录 {dir} 里已经有东西，备份要放进新的或空的目录。',
      en: 'The folder {dir} is not empty; a backup needs a new or empty one.',
    },
  ],
  'backup-disk-full': [
    500,
    {
      zh: '{dir} 所在的磁盘满了，备份没有完成，写了一半的文件已删掉。请腾出空间再备份。',
      en: 'The disk that holds {dir} is full. The backup was not completed and what was written was removed; please free some space and try again.',
    },
  ],
  'backup-unwritable': [
    500,
    { zh: '目录 {dir} 写不进去（{why}）。', en: 'The folder {dir} cannot be written ({why}).' },
  ],
  'backup-not-there': [
    422,
    {
      zh: '{dir} 里没有完整的备份（{why}）。备份中断时不会留下清单，请用另一份。',
      en: 'There is no complete backup in {dir} ({why}). A backup that was interrupted has no manifest; please use another one.',
    },
  ],
  'backup-damaged': [
    422,
    {
      zh: '备份文件 {file} 损坏或不全：{why}。数据库没有动，请用另一份备份。',
      en: 'The backup’s file {file} is damaged or incomplete: {why}. The database was not touched; please use another backup.',
    },
  ],
  'backup-newer': [
    422,
    {
      zh: '这份备份由更新的程序所做（本程序不认识 {names}）。请先升级程序。',
      en: 'This backup was made by a newer program ({names} unknown to this one). Please upgrade the program first.',
    },
  ],
  'restore-not-empty': [
    409,
    {
      zh: '目标数据库里已有数据（{what}），没有动它。确认要用备份整个换掉，请加 --replace。',
      en: 'The database to restore into holds data already ({what}) and was not touched. Add --replace to replace all of it by the backup.',
    },
  ],
  'restore-in-use': [
    409,
    {
      zh: '服务还连着这个数据库（{count} 个连接）。请先停掉服务再恢复。',
      en: 'The server is still connected to this database ({count} {count|connection|connections}). Please stop it before restoring.',
    },
  ],
  'restore-failed': [
    500,
    {
      zh: '恢复没有完成，已全部撤回：{why}。',
      en: 'The restore was not completed and everything was rolled back: {why}.',
    },
  ],
})

const full = ['ENOSPC', 'EDQUOT']
const closed = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT', 'EISDIR', 'ENAMETOOLONG']

/** What a failed write of a backup means, as one sentence. */
export function writeProblem(error: unknown, dir: string): unknown {
  const code = errorCode(error)
  if (full.includes(code)) return new Problem(backupProblems['backup-disk-full'], { dir })
  if (closed.includes(code)) return new Problem(backupProblems['backup-unwritable'], { dir, why: code })
  return error
}

/** What a failed read of a backup's file means. */
export function readProblem(error: unknown, file: string): Problem {
  if (error instanceof Problem) return error
  const code = errorCode(error)
  const why =
    code === 'ENOENT' ? 'ENOENT' : code.startsWith('ZSTD') || code === 'Z_BUF_ERROR' ? 'zstd' : errorLine(error)
  return new Problem(backupProblems['backup-damaged'], { file, why })
}
