/** Says whether changes arrive by themselves; a word beside the dot, never colour alone. */
import { useLiveState } from '../live.ts'
import { shellTexts } from '../shell-texts.ts'
import { useText } from '../text.ts'

const words = { live: shellTexts.live, connecting: shellTexts.connecting, off: shellTexts.notLive }

export function LiveDot() {
  const t = useText()
  const state = useLiveState()
  const help = t(state === 'live' ? shellTexts.liveHelp : shellTexts.notLiveHelp)
  return (
    <span className={`live live-${state}`} role="status" title={help}>
      <span className="live-dot" aria-hidden="true" />
      <span className="live-word">{t(words[state])}</span>
    </span>
  )
}
