/** One account beside the list: new code, lock, disable, each with its consequence in words before it is done. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import type { Text } from '#platform/texts.ts'
import { ApiProblem, api } from '#web/console/api.ts'
import { ShortTime, SidePanel } from '#web/console/shared/index.ts'
import { capacityText } from '#web/console/shell/capacity.ts'
import { useText } from '#web/console/text.ts'
import type { AccountItem, CodeIssued } from '../schema.ts'
import { CodeSlip } from './CodeSlip.tsx'
import { accountsKey, StateTag } from './states.tsx'
import { accountTexts as texts } from './texts.ts'

interface Change {
  readonly label: Text
  readonly note: Text
  readonly send: () => Promise<unknown>
}

/** What can be done in which state. */
function changesOf(account: AccountItem): Change[] {
  const url = `/api/accounts/${account.id}`
  if (account.state === 'disabled')
    return [{ label: texts.enable, note: texts.enableNote, send: () => api.delete(`${url}/disable`) }]
  const lock =
    account.state === 'locked'
      ? { label: texts.unlock, note: texts.unlockNote, send: () => api.delete(`${url}/lock`) }
      : { label: texts.lock, note: texts.lockNote, send: () => api.post(`${url}/lock`) }
  return [lock, { label: texts.disable, note: texts.disableNote, send: () => api.post(`${url}/disable`) }]
}

export function AccountPanel({ account, onClose }: { account: AccountItem; onClose: () => void }) {
  const t = useText()
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: accountsKey })
  const code = useMutation({ mutationFn: () => api.post<CodeIssued>(`/api/accounts/${account.id}/code`), onSettled })
  const change = useMutation({ mutationFn: (send: Change['send']) => send(), onSettled })
  const error = code.error ?? change.error
  return (
    <SidePanel
      title={account.name}
      subtitle={
        <>
          {account.staffNo} <StateTag state={account.state} />
        </>
      }
      onClose={onClose}
    >
      {account.capacities.map((c) => (
        <p key={c.id}>{capacityText(c, t)}</p>
      ))}
      {account.lockedUntil && (
        <p className="warn-box">
          {t(texts.lockedUntil)} <ShortTime at={account.lockedUntil} />
        </p>
      )}
      {error && (
        <p className="fail-box" role="alert">
          {error instanceof ApiProblem ? error.title : error.message}
        </p>
      )}
      {code.data ? (
        <CodeSlip issued={code.data} staffNo={account.staffNo} />
      ) : (
        account.state !== 'disabled' && (
          <div className="panel-choice">
            <Button type="primary" loading={code.isPending} onClick={() => code.mutate()}>
              {t(texts.newCode)}
            </Button>
            <p className="row-note">{t(texts.newCodeNote)}</p>
          </div>
        )
      )}
      {changesOf(account).map((one) => (
        <div key={one.label.en} className="panel-choice">
          <Button loading={change.isPending} onClick={() => change.mutate(one.send)}>
            {t(one.label)}
          </Button>
          <p className="row-note">{t(one.note)}</p>
        </div>
      ))}
    </SidePanel>
  )
}
