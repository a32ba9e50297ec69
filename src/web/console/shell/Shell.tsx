/** The console around a page: rail, head, the page, and room for a panel beside it. */
import type { ReactNode } from 'react'
import type { SignedIn } from '../session.ts'
import { mainHost, panelHost } from '../shared/SidePanel.tsx'
import { shellTexts } from '../shell-texts.ts'
import { useText } from '../text.ts'
import { Head } from './Head.tsx'
import { Rail } from './Rail.tsx'

export function Shell({ session, children }: { session: SignedIn; children: ReactNode }) {
  const t = useText()
  return (
    <div className="shell">
      <a className="skip" href={`#${mainHost}`}>
        {t(shellTexts.skip)}
      </a>
      <Rail session={session} />
      <Head session={session} />
      <div className="work">
        <main id={mainHost} className="main" tabIndex={-1}>
          {children}
        </main>
        <div id={panelHost} className="panel-host" />
      </div>
    </div>
  )
}
