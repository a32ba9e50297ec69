/** The audit: its newest seal, verification, and the records behind it. */
import { Page } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import { pages } from './index.ts'
import { Records } from './Records.tsx'
import { texts } from './texts.ts'
import { VerifyCard } from './VerifyCard.tsx'

export default function AuditPage() {
  const t = useText()
  return (
    <Page title={t(pages[0]!.title)} note={t(texts.note)}>
      <VerifyCard />
      <Records />
    </Page>
  )
}
