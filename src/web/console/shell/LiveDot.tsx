/** Says whether changes arrive by themselves, and of when the figures are while they do not; a word beside the dot, never colour alone. */
import { useEffect, useState } from 'react'
import { useLiveState } from '../live.ts'
import { lastAnswer, useMinute } from '../now.ts'
import { useSession } from '../session.ts'
import { clockTime } from '../shared/moments.ts'
import { shellTexts } from '../shell-texts.ts'
import { useLanguage, useText } from '../text.ts'

const words = { live: shellTexts.live, connecting: shellTexts.connecting, off: shellTexts.notLive }
/** Shorter cuts mend themselves before anybody has read of them. */
const cutMs = 5000
const lookMs = 1000

/** When the server last answered, once the line has been cut for more than some seconds; else undefined. */
function useCutSince(live: boolean): number | undefined {
  const [asOf, see] = useState<number>()
  useEffect(() => {
    see(undefined)
    if (live) return
    const since = performance.now()
    const look = setInterval(() => {
      if (performance.now() - since >= cutMs && lastAnswer() > 0) see(Math.floor(lastAnswer() / 60_000) * 60_000)
    }, lookMs)
    return () => clearInterval(look)
  }, [live])
  return asOf
}

export function LiveDot() {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  const state = useLiveState()
  const asOf = useCutSince(state === 'live')
  useMinute()
  const help = t(state === 'live' ? shellTexts.liveHelp : shellTexts.notLiveHelp)
  const word = asOf === undefined ? t(words[state]) : t(shellTexts.standsAt, { time: clockTime(asOf, language, zone) })
  return (
    <span className={`live live-${state} ${asOf === undefined ? '' : 'live-cut'}`} role="status" title={help}>
      <span className="live-dot" aria-hidden="true" />
      <span className="live-word">{word}</span>
    </span>
  )
}
