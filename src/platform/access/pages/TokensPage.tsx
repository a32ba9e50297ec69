/** API tokens: what is in use, a new one shown once, and an end to each. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import type { TokenItem } from '#platform/access/schema.ts'
import { api } from '#web/console/api.ts'
import { Ago, Card, EmptyState, FailState, Loaded, Page, ShortTime } from '#web/console/shared/index.ts'
import { permissionText } from '#web/console/shell/permission-texts.ts'
import { useText } from '#web/console/text.ts'
import { NewTokenPanel } from './NewTokenPanel.tsx'
import { settingsTexts as texts } from './texts.ts'
import { tokensKey } from './tokens-key.ts'

export default function TokensPage() {
  const t = useText()
  const [making, setMaking] = useState(false)
  const query = useQuery({ queryKey: tokensKey, queryFn: () => api.get<TokenItem[]>('/api/tokens') })
  const make = (
    <Button type="primary" onClick={() => setMaking(true)}>
      {t(texts.newToken)}
    </Button>
  )
  return (
    <Page title={t(texts.tokens)} note={t(texts.tokensNote)} actions={make}>
      <Loaded query={query}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t(texts.noTokens)} hint={t(texts.noTokensHint)} />
          ) : (
            <Card>
              {items.map((item) => (
                <Token key={item.id} item={item} />
              ))}
            </Card>
          )
        }
      </Loaded>
      {making && <NewTokenPanel onClose={() => setMaking(false)} />}
    </Page>
  )
}

function Token({ item }: { item: TokenItem }) {
  const t = useText()
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => api.delete(`/api/tokens/${item.id}`),
    onSettled: () => client.invalidateQueries({ queryKey: tokensKey }),
  })
  return (
    <div className="row">
      <div className="row-main">
        <div className="row-name">
          {item.name} <span className="row-note">{item.unit.name}</span>
        </div>
        <div className="row-note">{item.permissions.map((name) => t(permissionText(name))).join(' · ')}</div>
      </div>
      <div className="row-note">
        {item.usedAt ? (
          <>
            {t(texts.used)} <Ago at={item.usedAt} />
          </>
        ) : (
          t(texts.neverUsed)
        )}
        {' · '}
        {item.expiresAt ? (
          <>
            <ShortTime at={item.expiresAt} /> {t(texts.expires)}
          </>
        ) : (
          t(texts.noEnd)
        )}
      </div>
      <Popconfirm
        title={t(texts.revokeAsk)}
        okText={t(texts.revoke)}
        cancelText={t(texts.cancel)}
        onConfirm={() => revoke.mutate()}
      >
        <Button loading={revoke.isPending}>{t(texts.revoke)}</Button>
      </Popconfirm>
      {revoke.error && <FailState error={revoke.error} />}
    </div>
  )
}
