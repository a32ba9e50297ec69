/** Importing a roster: a file is checked, looked at, applied with each yes of its own, and can be taken back. */
import './import/import.css'
import { useAddress } from '#web/console/shared/index.ts'
import { CheckView } from './import/CheckView.tsx'
import { ImportState } from './import/ImportState.tsx'
import { StartView } from './import/StartView.tsx'

export default function ImportPage() {
  const [at, go] = useAddress()
  if (at.import)
    return <ImportState id={at.import} onClose={() => go({ import: undefined, check: undefined, tab: undefined })} />
  if (at.check) {
    return (
      <CheckView
        key={at.check}
        id={at.check}
        onStarted={(id) => go({ import: id, check: undefined, tab: undefined })}
        onLeave={() => go({ check: undefined, tab: undefined })}
      />
    )
  }
  return <StartView onChecked={(id) => go({ check: id })} />
}
