/** Who may sign in, who never did, and what an administrator can do about each. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Input, Segmented } from 'antd'
import { useState } from 'react'
import { api } from '#web/console/api.ts'
import { Ago, Card, EmptyState, Loaded, Page, useAddress } from '#web/console/shared/index.ts'
import { capacityText } from '#web/console/shell/capacity.ts'
import { useText } from '#web/console/text.ts'
import type { AccountItem, AccountsAnswer } from '../schema.ts'
import { AccountPanel } from './AccountPanel.tsx'
import { accountsKey, StateTag, states } from './states.tsx'
import { accountTexts as texts } from './texts.ts'

export default function AccountsPage() {
  const t = useText()
  const [at, go] = useAddress()
  const [typed, setTyped] = useState(at.q ?? '')
  const query = useQuery({
    queryKey: [...accountsKey, at.q, at.state],
    queryFn: () => api.get<AccountsAnswer>('/api/accounts', { q: at.q, state: at.state }),
    placeholderData: keepPreviousData,
  })
  const data = query.data
  const open = data?.items.find((item) => item.id === at.account)
  const search = (
    <Input.Search
      data-find-people
      allowClear
      value={typed}
      maxLength={60}
      placeholder={t(texts.find)}
      aria-label={t(texts.find)}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(q) => go({ q: q.trim() || undefined }, { replace: true })}
      style={{ width: 260 }}
    />
  )
  return (
    <Page title={t(texts.title)} note={t(texts.note)} actions={search}>
      <StateChoice
        counts={data?.counts ?? {}}
        total={data?.total ?? 0}
        state={at.state}
        onChoose={(state) => go({ state }, { replace: true })}
      />
      <Loaded query={query}>
        {(answer) => (
          <List answer={answer} searched={at.q !== undefined} open={at.account} onOpen={(account) => go({ account })} />
        )}
      </Loaded>
      {open && <AccountPanel key={open.id} account={open} onClose={() => go({ account: undefined })} />}
    </Page>
  )
}

function StateChoice(props: {
  counts: Record<string, number>
  total: number
  state?: string
  onChoose: (state?: string) => void
}) {
  const t = useText()
  const options = [
    { value: '', label: `${t(texts.all)} ${props.total}` },
    ...states.map((state) => ({
      value: state as string,
      label: `${t(texts.states[state])} ${props.counts[state] ?? 0}`,
    })),
  ]
  return (
    <div className="scroll-x" style={{ marginBottom: 14 }}>
      <Segmented value={props.state ?? ''} options={options} onChange={(value) => props.onChoose(value || undefined)} />
    </div>
  )
}

function List(props: { answer: AccountsAnswer; searched: boolean; open?: string; onOpen: (id: string) => void }) {
  const t = useText()
  const { items } = props.answer
  if (items.length === 0)
    return (
      <EmptyState
        title={t(props.searched ? texts.noneFound : texts.none)}
        hint={props.searched ? undefined : t(texts.noneHint)}
      />
    )
  return (
    <>
      <Card>
        {items.map((item) => (
          <Row key={item.id} item={item} open={item.id === props.open} onOpen={() => props.onOpen(item.id)} />
        ))}
      </Card>
      {items.length >= 300 && <p className="row-note">{t(texts.more, { n: items.length })}</p>}
    </>
  )
}

function Row({ item, open, onOpen }: { item: AccountItem; open: boolean; onOpen: () => void }) {
  const t = useText()
  const posts = item.capacities.map((c) => capacityText(c, t)).join(' · ')
  return (
    <button type="button" className={`row row-button ${open ? 'row-open' : ''}`} onClick={onOpen} aria-expanded={open}>
      <span className="row-main">
        <span className="row-name">{item.name}</span> <span className="row-note">{item.staffNo}</span>
        <br />
        <span className="row-note">{posts || t(texts.noPost)}</span>
      </span>
      <span className="row-note">{item.lastSeenAt ? <Ago at={item.lastSeenAt} /> : t(texts.neverSeen)}</span>
      <StateTag state={item.state} />
    </button>
  )
}
