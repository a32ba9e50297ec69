/** Ending one card: what follows in words, and a new card with it or not. */
import { App, Button, Modal } from 'antd'
import { useText } from '#web/console/text.ts'
import type { CardItem } from '../schema.ts'
import { useCardAction } from './queries.ts'
import { texts } from './texts.ts'

interface Props {
  readonly card: CardItem
  readonly name: string
  readonly print: boolean
  /** Downloads the card as it then is. */
  readonly download: () => void
  readonly close: () => void
}

export function EndCard({ card, name, print, download, close }: Props) {
  const t = useText()
  const { message } = App.useApp()
  const revoke = useCardAction<{ kind: CardItem['kind']; id: string }, void>('/api/links/revoke')
  const end = (anew: boolean) =>
    revoke.mutate(
      { kind: card.kind, id: card.id },
      {
        onSuccess: () => {
          if (anew) download()
          else void message.success(t(texts.revoked, { name }), 8)
          close()
        },
        onError: (error) => void message.error(error.message, 8),
      },
    )
  return (
    <Modal
      open
      title={t(texts.revokeAsk, { name })}
      onCancel={close}
      footer={
        <div className="cards-end">
          <Button onClick={close}>{t(texts.cancel)}</Button>
          <Button danger loading={revoke.isPending} onClick={() => end(false)}>
            {t(texts.revokeOnly)}
          </Button>
          {print && (
            <Button type="primary" danger loading={revoke.isPending} onClick={() => end(true)}>
              {t(texts.revokeAnew)}
            </Button>
          )}
        </div>
      }
    >
      <p>{t(texts.revokeHint)}</p>
      {card.devices > 0 && <p>{t(texts.revokePhones, { count: card.devices })}</p>}
    </Modal>
  )
}
