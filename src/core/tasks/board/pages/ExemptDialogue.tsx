/** Asks why somebody is exempt, and says what follows, before it is done. */
import { Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useText } from '#web/console/text.ts'
import { reasonTexts, texts } from './texts.ts'

/** `declined` is set by a refused consent, never by hand. */
const byHand = Object.keys(reasonTexts).filter((code) => code !== 'declined')

interface Props {
  readonly name: string
  readonly close: () => void
  /** Settles once it is stored; a refusal leaves what was filled in. */
  readonly confirm: (reason: string, note: string) => Promise<unknown>
}

export function ExemptDialogue({ name, close, confirm }: Props) {
  const t = useText()
  const [reason, setReason] = useState<string>()
  const [note, setNote] = useState('')
  const [sending, setSending] = useState(false)
  // "Other" explains nothing by itself.
  const ready = reason !== undefined && (reason !== 'other' || note.trim() !== '')
  return (
    <Modal
      open
      title={t(texts.exemptTitle, { name })}
      okText={t(texts.confirm)}
      cancelText={t(texts.cancel)}
      okButtonProps={{ disabled: !ready, loading: sending }}
      onCancel={close}
      onOk={() => {
        setSending(true)
        void confirm(reason!, note.trim()).then(close, () => setSending(false))
      }}
    >
      <p>{t(texts.exemptConsequence)}</p>
      <Radio.Group
        aria-label={t(texts.exemptReason)}
        value={reason}
        onChange={(e) => setReason(e.target.value as string)}
        options={byHand.map((code) => ({ value: code, label: t(reasonTexts[code]!) }))}
      />
      <Input.TextArea
        aria-label={t(texts.exemptNote)}
        placeholder={t(texts.exemptNote)}
        maxLength={200}
        value={note}
        onChange={(e) => setNote(e.target.value)}
        style={{ marginTop: 12 }}
      />
    </Modal>
  )
}
