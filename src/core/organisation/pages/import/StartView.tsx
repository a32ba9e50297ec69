/** Where a roster comes in: dropped, chosen or pasted; below it the imports so far. */
import { Button } from 'antd'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { FailState, Page } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import { History } from './History.tsx'
import { useCheckFile } from './queries.ts'
import { texts } from './texts.ts'

export function StartView({ onChecked }: { onChecked: (id: string) => void }) {
  const t = useText()
  const check = useCheckFile(({ id }) => onChecked(id))
  const send = (file: File) => check.mutate({ body: file, name: file.name })
  const pasted = t(texts.pasted)
  usePaste(
    (text) => check.mutate({ body: new Blob([text], { type: 'text/tab-separated-values' }), name: pasted }),
    send,
  )
  return (
    <Page title={t(texts.title)} note={t(texts.note)}>
      <DropZone onFile={send} busy={check.isPending} />
      {check.error && <FailState error={check.error} kept={t(texts.checkFailedKept)} />}
      <p className="note-box import-columns">{t(texts.columns)}</p>
      <History />
    </Page>
  )
}

/** Cells copied from a sheet, or a file copied in the explorer, pasted anywhere on the page. */
function usePaste(onText: (text: string) => void, onFile: (file: File) => void): void {
  const handlers = useRef({ onText, onFile })
  handlers.current = { onText, onFile }
  useEffect(() => {
    const listen = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea')) return
      const file = event.clipboardData?.files[0]
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (text.includes('\t')) handlers.current.onText(text)
      else if (file) handlers.current.onFile(file)
      else return
      event.preventDefault()
    }
    document.addEventListener('paste', listen)
    return () => document.removeEventListener('paste', listen)
  }, [])
}

function DropZone({ onFile, busy }: { onFile: (file: File) => void; busy: boolean }) {
  const t = useText()
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file && !busy) onFile(file)
  }
  return (
    <section
      aria-label={t(texts.drop)}
      className={`import-drop ${over ? 'import-drop-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2>{t(busy ? texts.checking : texts.drop)}</h2>
      <p>{t(texts.dropHint)}</p>
      <input
        ref={input}
        type="file"
        hidden
        accept=".xlsx,.csv,.txt,.xls,text/csv"
        aria-label={t(texts.choose)}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) onFile(file)
        }}
      />
      <Button type="primary" size="large" loading={busy} onClick={() => input.current?.click()}>
        {t(texts.choose)}
      </Button>
    </section>
  )
}
