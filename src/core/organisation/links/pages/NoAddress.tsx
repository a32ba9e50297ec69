/** Cards cannot be printed yet: what the one who looks after the server has to do, line by line. */
import { useText } from '#web/console/text.ts'
import { texts } from './texts.ts'

/** The address that this page was opened by, where a telephone could open it too. */
function suggestion(): string {
  const { protocol, hostname, origin } = globalThis.location
  const here = /^(localhost|127\.|\[::1\])/.test(hostname)
  return protocol === 'https:' && !here ? origin : 'https://muster.example.cn'
}

export function NoAddress() {
  const t = useText()
  return (
    <div className="note-box cards-address">
      <h2>{t(texts.noAddressTitle)}</h2>
      <p>{t(texts.noAddress)}</p>
      <p>{t(texts.noAddressHow)}</p>
      <pre>{`PUBLIC_URL=${suggestion()} npm start`}</pre>
      <p>{t(texts.noAddressService)}</p>
      <pre>{`Environment=PUBLIC_URL=${suggestion()}`}</pre>
      <p>{t(texts.noAddressThen)}</p>
    </div>
  )
}
