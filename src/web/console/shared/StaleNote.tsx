/** Stands on a page whose figures could not be fetched again: of when they are, and that they come by themselves. */
import { Button } from 'antd'
import { useOffline } from '../offline.ts'
import { useSession } from '../session.ts'
import { shellTexts } from '../shell-texts.ts'
import { useLanguage, useText } from '../text.ts'
import { shortText } from './moments.ts'

interface Props {
  /** Of when the figures on the screen are (ISO). */
  readonly asOf: string
  /** The last fetch failed. */
  readonly failed: boolean
  readonly retry: () => void
}

export function StaleNote({ asOf, failed, retry }: Props) {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  const offline = useOffline()
  if (!offline && !failed) return null
  const time = shortText(Date.parse(asOf), language, zone)
  return (
    <p className="stale" role="status">
      {t(offline ? shellTexts.offline : shellTexts.notFetched, { time })}
      {!offline && (
        <Button type="link" onClick={retry}>
          {t(shellTexts.tryAgain)}
        </Button>
      )}
    </p>
  )
}
