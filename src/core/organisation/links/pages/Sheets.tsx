/** The documents to print: one, or several where there are many cards; the list; and ending all cards at once. */
import { App, Button } from 'antd'
import { useText } from '#web/console/text.ts'
import type { CardsAnswer } from '../schema.ts'
import { type FileOrder, useDownload } from './download.ts'
import { useCardAction } from './queries.ts'
import { texts } from './texts.ts'

/** Seconds that a hundred cards take to set, measured on two cores; told so that nobody presses twice. */
const secondsPerHundred = 0.6

export function Sheets({ cards }: { cards: CardsAnswer }) {
  const t = useText()
  const pdf = useDownload()
  const csv = useDownload()
  const { unit, parts, address } = cards
  const file = (part?: number): FileOrder => ({ path: '/api/links.pdf', query: { unit: unit.id, part } })
  const all = parts.length > 1 ? parts.map((_, i) => file(i + 1)) : [file()]
  const seconds = Math.ceil(((parts[Math.max(0, pdf.no - 1)]?.cards ?? 0) / 100) * secondsPerHundred)
  const off = address === null
  return (
    <div className="cards-sheets">
      <div className="cards-buttons">
        <Button type="primary" disabled={off} loading={pdf.busy} onClick={() => pdf.start(...all)}>
          {t(parts.length > 1 ? texts.pdfAll : texts.pdf, { parts: parts.length })}
        </Button>
        <Button
          disabled={off}
          loading={csv.busy}
          onClick={() => csv.start({ path: '/api/links.csv', query: { unit: unit.id } })}
        >
          {t(texts.csv)}
        </Button>
        <Replace cards={cards} />
      </div>
      <p className="row-note" role="status">
        {pdf.busy
          ? t(pdf.of > 1 ? texts.makingPart : texts.making, { no: pdf.no, of: pdf.of, seconds: Math.max(2, seconds) })
          : t(off ? texts.whyOff : texts.reprint)}
      </p>
      {parts.length > 1 && (
        <ol className="cards-parts">
          {parts.map((part, i) => (
            <li key={part.units.join()}>
              <span>
                {t(texts.part, { part: i + 1, cards: part.cards })}
                <small>{part.units.join('、')}</small>
              </span>
              <Button size="small" disabled={off || pdf.busy} onClick={() => pdf.start(file(i + 1))}>
                {t(texts.download)}
              </Button>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

/** Ending every card of a unit, with what follows in words before it is done. */
function Replace({ cards }: { cards: CardsAnswer }) {
  const t = useText()
  const { modal, message } = App.useApp()
  const replace = useCardAction<{ unit: string }, { cards: number }>('/api/links/replace')
  const { unit, members, households } = cards
  const count = members.total + households.total
  const used = members.opened + households.opened
  const ask = () =>
    modal.confirm({
      title: t(texts.replaceAsk, { unit: unit.name, count }),
      content: (
        <>
          <p>{t(used > 0 ? texts.replaceUsed : texts.replaceUnused, { opened: used })}</p>
          <p>{t(texts.replaceHint)}</p>
        </>
      ),
      okText: t(texts.replaceDo, { count }),
      okButtonProps: { danger: true },
      cancelText: t(texts.cancel),
      onOk: () =>
        replace
          .mutateAsync({ unit: unit.id })
          .then((done) => void message.success(t(texts.replaced, { count: done.cards }), 8))
          .catch((error: Error) => void message.error(error.message, 8)),
    })
  return (
    <Button danger disabled={cards.address === null} onClick={ask}>
      {t(texts.replace)}
    </Button>
  )
}
