/** The white head: campaign, unit, day, time, duty officer, whether figures are live, and who acts. */
import { useMinute } from '../now.ts'
import type { SignedIn } from '../session.ts'
import { clockTime, dayText } from '../shared/moments.ts'
import { shellTexts } from '../shell-texts.ts'
import { useLanguage, useText } from '../text.ts'
import { unitText } from './capacity.ts'
import { FindPeople } from './FindPeople.tsx'
import { LiveDot } from './LiveDot.tsx'
import { UserMenu } from './UserMenu.tsx'

export function Head({ session }: { session: SignedIn }) {
  const t = useText()
  const language = useLanguage()
  const now = useMinute()
  const { campaign, capacity, duty, zone } = session
  return (
    <header className="head">
      <div className="head-title">
        <strong>{campaign ? t(campaign.title) : t(shellTexts.name)}</strong>
        <span className="head-line">
          {capacity && <span>{unitText(capacity, t)}</span>}
          <span>{campaign ? t(shellTexts.dayNo, { day: campaign.day }) : t(shellTexts.noCampaign)}</span>
          {now > 0 && (
            <span className="head-time">
              <span className="head-day">{dayText(now, language, zone)} </span>
              {clockTime(now, language, zone)}
            </span>
          )}
        </span>
      </div>
      {duty && (
        <span className="duty">
          {t(shellTexts.duty)} {duty.name} {duty.phone && <a href={`tel:${duty.phone}`}>{duty.phone}</a>}
        </span>
      )}
      <div className="head-right">
        <FindPeople session={session} />
        <LiveDot />
        <UserMenu session={session} />
      </div>
    </header>
  )
}
