/** Who acts, as what; changes capacity and language, leads to the settings, signs out. */
import { useNavigate } from '@tanstack/react-router'
import { App, Dropdown, type MenuProps } from 'antd'
import type { SessionAnswer } from '#platform/access/schema.ts'
import { ApiProblem, api } from '../api.ts'
import { Icon } from '../icons.tsx'
import { type SignedIn, useSessionChanged } from '../session.ts'
import { shellTexts } from '../shell-texts.ts'
import { setLanguage, useText } from '../text.ts'
import { capacityText, postText } from './capacity.ts'

type Items = NonNullable<MenuProps['items']>

export function UserMenu({ session }: { session: SignedIn }) {
  const t = useText()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const changed = useSessionChanged()
  const { account, capacity, capacities } = session

  const run = async (action: () => Promise<unknown>) => {
    try {
      await action()
      await changed()
    } catch (error) {
      message.error(error instanceof ApiProblem ? error.title : t(shellTexts.somethingBroke))
    }
  }
  const speak = (language: SessionAnswer['language']) => {
    setLanguage(language)
    return run(() => api.put('/api/session/language', { language }))
  }
  const onClick: MenuProps['onClick'] = ({ key }) => {
    if (key === 'settings') void navigate({ to: '/settings' })
    else if (key === 'sign-out') void run(() => api.delete('/api/session'))
    else if (key === 'zh' || key === 'en') void speak(key)
    else void run(() => api.put('/api/session/capacity', { id: key }))
  }
  const posts: Items = capacities.map((c) => ({ key: c.id, label: capacityText(c, t) }))
  const items: Items = [
    ...(posts.length > 1
      ? [{ type: 'group' as const, label: t(shellTexts.actAs), children: posts }, { type: 'divider' as const }]
      : []),
    {
      type: 'group',
      label: t(shellTexts.language),
      children: [
        { key: 'zh', label: '中文' },
        { key: 'en', label: 'English' },
      ],
    },
    { type: 'divider' },
    { key: 'settings', label: t(shellTexts.settings) },
    { key: 'sign-out', label: t(shellTexts.signOut) },
  ]
  const selectedKeys = [session.language, ...(capacity ? [capacity.id] : [])]
  return (
    <Dropdown menu={{ items, onClick, selectedKeys }} trigger={['click']} placement="bottomRight">
      <button type="button" className="user">
        <span className="user-name">{account.name}</span>
        {capacity && <span className="user-post">{postText(capacity, t)}</span>}
        <Icon name="down" size={14} />
      </button>
    </Dropdown>
  )
}
