/** Loads a playbook of one's own: every fault with its line, its column and the line itself. */
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { ApiProblem, api, type WrongEntry } from '#web/console/api.ts'
import { Card } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import { useAct } from './queries.ts'
import { texts } from './texts.ts'
import { faultPlace } from './words.ts'

const maxBytes = 1_000_000

interface Refused {
  readonly file: string
  readonly lines: readonly string[]
  readonly title: string
  readonly wrong: readonly WrongEntry[]
}

export function PlaybookUpload() {
  const t = useText()
  const input = useRef<HTMLInputElement>(null)
  const [refused, setRefused] = useState<Refused>()
  const act = useAct()
  const refuse = (file: string, title: string) => setRefused({ file, lines: [], title, wrong: [] })
  const load = async (file: File) => {
    setRefused(undefined)
    if (file.size > maxBytes) return refuse(file.name, t(texts.fileTooLarge))
    const source = await readText(file)
    if (source === undefined) return refuse(file.name, t(texts.fileNotText))
    const send = async () => {
      try {
        return await api.post<{ code: string; version: number }>('/api/playbooks', { source })
      } catch (error) {
        const title = error instanceof ApiProblem ? error.title : String(error)
        const wrong = error instanceof ApiProblem ? error.wrong : []
        setRefused({ file: file.name, lines: source.split(/\r?\n/), title, wrong })
        throw error
      }
    }
    act.mutate({ act: send, quiet: true, said: (made: { code: string; version: number }) => t(texts.loaded, made) })
  }
  return (
    <Card className="card-pad orders-upload">
      <h2>{t(texts.ownPlaybook)}</h2>
      <p className="row-note">{t(texts.ownPlaybookHint)}</p>
      <input
        ref={input}
        type="file"
        hidden
        accept=".yaml,.yml,text/yaml"
        aria-label={t(texts.chooseFile)}
        onChange={(e) => {
          const file = e.target.files?.[0]
          e.target.value = ''
          if (file) void load(file)
        }}
      />
      <Button loading={act.isPending} onClick={() => input.current?.click()}>
        {t(texts.chooseFile)}
      </Button>
      {refused && <Faults refused={refused} />}
    </Card>
  )
}

async function readText(file: File): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
  } catch {
    return undefined
  }
}

function Faults({ refused }: { refused: Refused }) {
  const t = useText()
  return (
    <div className="orders-faults" role="alert">
      <p className="warn-box">
        {refused.wrong.length > 0
          ? t(texts.faultsHeading, { file: refused.file, n: refused.wrong.length })
          : refused.file}{' '}
        · {refused.title}
      </p>
      <ol>
        {refused.wrong.map((w) => {
          const place = faultPlace(w.at)
          return (
            <li key={w.at + w.reason}>
              <p>
                {place && <b>{t(texts.faultAt, place)}</b>} {w.reason}
              </p>
              {place && <pre>{refused.lines[place.line - 1]?.slice(0, 400)}</pre>}
              <code>{place ? place.path : w.at}</code>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
