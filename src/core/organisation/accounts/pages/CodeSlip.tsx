/** A one-time code, shown once, as a slip to hand over: on screen and alone on the printed page. */
import { Button } from 'antd'
import { createPortal } from 'react-dom'
import { ShortTime } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import type { CodeIssued } from '../schema.ts'
import { accountTexts as texts } from './texts.ts'

function Slip({ issued, staffNo }: { issued: CodeIssued; staffNo: string | null }) {
  const t = useText()
  return (
    <div className="slip">
      <p className="row-note">{t(texts.slipTitle)}</p>
      <p>
        <strong>{issued.name}</strong> {staffNo}
      </p>
      <p className="row-note">{t(texts.slipHow, { address: `${globalThis.location.origin}/sign-in` })}</p>
      <p className="slip-code">{issued.code}</p>
      <p className="row-note">
        {t(texts.codeUntil)} <ShortTime at={issued.expiresAt} />
      </p>
    </div>
  )
}

export function CodeSlip(props: { issued: CodeIssued; staffNo: string | null }) {
  const t = useText()
  return (
    <div className="panel-choice">
      <p className="warn-box">{t(texts.codeOnce)}</p>
      <Slip {...props} />
      <Button onClick={() => globalThis.print()}>{t(texts.print)}</Button>
      {createPortal(
        <div className="print-only">
          <Slip {...props} />
        </div>,
        document.body,
      )}
    </div>
  )
}
