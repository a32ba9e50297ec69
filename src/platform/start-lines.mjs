/**
 * What a start says, one numbered line a step: "[3/4] Database: started, 1 s". On a terminal the line of a step at work is
 * written over in place; elsewhere (a journal, a file) a long step says at most every five seconds how far it is.
 *
 * Plain JavaScript, because the first steps run under whatever Node the machine has; its types stand beside it.
 */
const everyMs = 5000
const drawMs = 200

/** Chinese for a terminal that is set to Chinese, else English. */
export function startLanguage(env) {
  const named = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return named.startsWith('zh') ? 'zh' : 'en'
}

/** See the types. */
export function startLines({ first = 1, total, language, stream = process.stderr, now = () => performance.now() }) {
  const terminal = stream.isTTY === true
  const say = (text) => (language === 'zh' ? text.zh : text.en)
  let no = first
  let open = false
  let working
  let timer

  const head = () => `[${no}/${total}] `
  const write = (text) => {
    stream.write(open ? `\r\x1b[K${text}` : text)
    open = false
  }
  const line = (text) => write(`${text}\n`)

  function show() {
    // The first line of a step says what begins; how far it is stands in those that follow.
    const percent = working.share > 0 ? ` ${Math.floor(working.share * 100)}%` : ''
    const text = `${head()}${say(working.text)}${percent}`
    if (text === working.last) return
    if (terminal) {
      write(text)
      open = true
    } else line(text)
    working.last = text
  }

  function stopWorking() {
    clearInterval(timer)
    working = undefined
  }

  return {
    working(text, share) {
      if (!working) {
        working = { text, share, since: now(), last: '' }
        show()
        timer = setInterval(show, terminal ? drawMs : everyMs)
        timer.unref()
        return
      }
      working = { ...working, text, share }
    },
    done(text) {
      const seconds = working ? Math.round((now() - working.since) / 1000) : 0
      stopWorking()
      const took = seconds > 0 ? (language === 'zh' ? `，用时 ${seconds} 秒` : `, ${seconds} s`) : ''
      line(`${head()}${say(text)}${took}`)
      no++
    },
    note(text) {
      line(say(text))
    },
    failed(text) {
      stopWorking()
      line(say(text))
    },
  }
}
