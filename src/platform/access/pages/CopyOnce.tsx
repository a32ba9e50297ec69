/** A secret that is shown this once, with a button that copies it. */
import { App, Button, Input } from 'antd'
import { useText } from '#web/console/text.ts'
import { settingsTexts as texts } from './texts.ts'

export function CopyOnce({ value, note }: { value: string; note: string }) {
  const t = useText()
  const { message } = App.useApp()
  // Without https the clipboard is closed to pages; the text stays there to be selected.
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      void message.success(t(texts.copied))
    } catch {
      void message.info(t(texts.copyFailed))
    }
  }
  return (
    <>
      <p className="warn-box">{note}</p>
      <Input.TextArea
        readOnly
        autoSize
        value={value}
        style={{ margin: '12px 0' }}
        onFocus={(event) => event.target.select()}
      />
      <Button onClick={() => void copy()}>{t(texts.copy)}</Button>
    </>
  )
}
