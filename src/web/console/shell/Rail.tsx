/** The dark rail of places; below 720 px a bar at the bottom. */
import { Link } from '@tanstack/react-router'
import { Dropdown } from 'antd'
import { Icon } from '../icons.tsx'
import type { ConsolePage } from '../page.ts'
import { railPages } from '../pages.ts'
import type { SignedIn } from '../session.ts'
import { shellTexts } from '../shell-texts.ts'
import { useText } from '../text.ts'

/** So many fit beside "more" in 375 px with fingers' width each. */
const onPhone = 4

function Place({ page, extra }: { page: ConsolePage; extra?: boolean }) {
  const t = useText()
  return (
    <Link to={page.path} className={`rail-place ${extra ? 'rail-extra' : ''}`} activeOptions={{ exact: false }}>
      <Icon name={page.nav!.icon} />
      <span>{t(page.title)}</span>
    </Link>
  )
}

export function Rail({ session }: { session: SignedIn }) {
  const t = useText()
  const places = railPages.filter((page) => page.permission === undefined || session.can(page.permission))
  const rest = places.slice(onPhone)
  const items = rest.map((page) => ({ key: page.path, label: <Link to={page.path}>{t(page.title)}</Link> }))
  return (
    <nav className="rail" aria-label={t(shellTexts.mainNavigation)}>
      <Link to="/" className="rail-mark" aria-label={t(shellTexts.toStart)}>
        <span lang="zh-CN">同舟</span>
      </Link>
      {places.map((page, i) => (
        <Place key={page.path} page={page} extra={i >= onPhone && places.length > onPhone + 1} />
      ))}
      {places.length > onPhone + 1 && (
        <Dropdown menu={{ items }} trigger={['click']} placement="topRight">
          <button type="button" className="rail-place rail-more">
            <Icon name="more" />
            <span>{t(shellTexts.more)}</span>
          </button>
        </Dropdown>
      )}
    </nav>
  )
}
