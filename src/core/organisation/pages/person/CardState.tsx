/** Whether an access card was printed, and the way to end it. */
import { Button, Popconfirm } from 'antd'
import { api } from '#web/console/api.ts'
import { useSession } from '#web/console/session.ts'
import { useText } from '#web/console/text.ts'
import type { PersonAnswer } from '../../people/schema.ts'
import { useChange } from './queries.ts'
import { texts } from './texts.ts'

interface Props {
  readonly kind: 'person' | 'household'
  readonly id: string
  readonly link: PersonAnswer['link']
  readonly person: PersonAnswer
}

export function CardState({ kind, id, link, person }: Props) {
  const t = useText()
  const { can } = useSession()
  const end = useChange(person.id, () => api.post('/api/links/revoke', { kind, id }))
  const words = { none: texts.cardNone, given: texts.cardGiven, ended: texts.cardEnded } as const
  const may = can('links.print', person.unit.path)
  return (
    <>
      {t(words[link.state], { devices: link.devices })}
      {may && link.state === 'given' && (
        <Popconfirm
          title={t(texts.endCardAsk)}
          okText={t(texts.endCard)}
          cancelText={t(texts.cancel)}
          onConfirm={() => end.mutate(undefined)}
        >
          <Button type="link" size="small" loading={end.isPending}>
            {t(texts.endCard)}
          </Button>
        </Popconfirm>
      )}
      {may && link.state !== 'given' && person.left_at === null && (
        <Button type="link" size="small" href={`/api/links.pdf?unit=${person.unit.id}`}>
          {t(texts.printCards)}
        </Button>
      )}
      {end.error && <p role="alert">{end.error.message}</p>}
    </>
  )
}
