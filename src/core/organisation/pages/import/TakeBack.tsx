/** Takes an import back, after asking. */
import { Button, Popconfirm } from 'antd'
import { useAddress } from '#web/console/shared/index.ts'
import { useText } from '#web/console/text.ts'
import { useTakeBack } from './queries.ts'
import { texts } from './texts.ts'

export function TakeBack({ id }: { id: string }) {
  const t = useText()
  const take = useTakeBack()
  const [, go] = useAddress()
  return (
    <span>
      <Popconfirm
        title={t(texts.takeBackAsk)}
        description={t(texts.takeBackWhat)}
        okText={t(texts.yes)}
        cancelText={t(texts.no)}
        onConfirm={() => take.mutate(id, { onSuccess: () => go({ import: id }) })}
      >
        <Button loading={take.isPending}>{t(texts.takeBack)}</Button>
      </Popconfirm>
      {take.error && (
        <p role="alert" className="late import-refused">
          {take.error.message}
        </p>
      )}
    </span>
  )
}
