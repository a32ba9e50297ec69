/** What a start says: calm in a journal, in place on a terminal, in the reader's language. */
import { afterEach, expect, test, vi } from 'vitest'
import { startLanguage, startLines } from './start-lines.mjs'

const making = { zh: '数据库：正在建立', en: 'Database: making it' }
const started = { zh: '数据库：已启动', en: 'Database: started' }

afterEach(() => void vi.useRealTimers())

/** A start of which the clock is moved by hand. */
function told(isTTY: boolean, language: 'zh' | 'en') {
  vi.useFakeTimers()
  let said = ''
  const stream = {
    isTTY,
    write: (text: string) => {
      said += text
    },
  }
  const lines = startLines({ first: 3, total: 4, language, stream, now: () => Date.now() })
  return { lines, said: () => said, pass: (ms: number) => vi.advanceTimersByTime(ms) }
}

test('in a journal a long step says at most every five seconds how far it is, a short one only that it is done', () => {
  const { lines, said, pass } = told(false, 'zh')
  lines.working(making, 0)
  for (let share = 0.1; share < 0.75; share += 0.1) {
    pass(1000)
    lines.working(making, share)
  }
  lines.note({ zh: '数据库放在别处。', en: 'It is kept elsewhere.' })
  lines.done(started)
  lines.done({ zh: '同舟已启动', en: 'Muster is ready' })
  expect(said().split('\n')).toEqual([
    '[3/4] 数据库：正在建立',
    '[3/4] 数据库：正在建立 40%',
    '数据库放在别处。',
    '[3/4] 数据库：已启动，用时 7 秒',
    '[4/4] 同舟已启动',
    '',
  ])
})

test('on a terminal one line is written over; a sentence that ends it stands alone', () => {
  const { lines, said, pass } = told(true, 'en')
  lines.working(making, 0)
  pass(200)
  lines.working(making, 0.5)
  pass(200)
  pass(5000)
  lines.failed({ zh: '磁盘已满。', en: 'The disk is full.' })
  pass(5000)
  const clear = '\r\x1b[K'
  expect(said()).toBe(`[3/4] Database: making it${clear}[3/4] Database: making it 50%${clear}The disk is full.\n`)
})

test('speaks Chinese where the terminal does, else English', () => {
  const of = (env: Record<string, string>) => startLanguage(env)
  expect([of({ LANG: 'zh_CN.UTF-8' }), of({ LANG: 'en_GB.UTF-8', LC_ALL: 'zh_CN' })]).toEqual(['zh', 'zh'])
  expect([of({ LANG: 'C.UTF-8' }), of({}), of({ LANG: 'zh_CN', LC_MESSAGES: 'en_US' })]).toEqual(['en', 'en', 'en'])
})
