/** Finds somebody else to name: by a piece of the name or staff number, at, below and above the unit. */
import { Input } from 'antd'
import { useDeferredValue, useState } from 'react'
import { postName } from '#core/organisation/pages/people/post-name.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import { useNameable } from './queries.ts'
import { presenceTexts, texts } from './texts.ts'

export function PersonSearch({
  unit,
  choose,
}: {
  unit: string
  choose: (person: { id: string; name: string }) => void
}) {
  const t = useText()
  const language = useLanguage()
  const [q, setQ] = useState('')
  const { data } = useNameable(unit, useDeferredValue(q))
  return (
    <div className="orders-search">
      <Input
        autoFocus
        value={q}
        maxLength={40}
        placeholder={t(texts.searchPerson)}
        aria-label={t(texts.searchPerson)}
        onChange={(e) => setQ(e.target.value)}
      />
      {q.trim() === '' && <p className="row-note">{t(texts.searchHint)}</p>}
      {q.trim() !== '' && data?.length === 0 && <p className="row-note">{t(texts.searchNone)}</p>}
      <ul className="quiet-list">
        {data?.map((p) => (
          <li key={p.id}>
            <button type="button" onClick={() => choose(p)}>
              <b>{p.name}</b>
              <span>
                {p.unit} {p.post && postName(p.post, language)}
                {p.away && ` · ${t(presenceTexts[p.away] ?? { zh: p.away, en: p.away })}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
