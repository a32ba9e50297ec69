/** One's own account: language, password, devices; and the way to what administrators manage. */
import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import type { Language } from '#platform/texts.ts'
import { api } from '#web/console/api.ts'
import { useSession, useSessionChanged } from '#web/console/session.ts'
import { Card, Page, Section } from '#web/console/shared/index.ts'
import { capacityText } from '#web/console/shell/capacity.ts'
import { setLanguage, useLanguage, useText } from '#web/console/text.ts'
import { PasswordSection } from './PasswordSection.tsx'
import { SessionsSection } from './SessionsSection.tsx'
import { settingsTexts as texts } from './texts.ts'

export default function SettingsPage() {
  const t = useText()
  const session = useSession()
  return (
    <Page title={t(texts.title)} note={session.account.name} width="narrow">
      {session.can('account.manage') && <ManageSection />}
      <Section title={t(texts.me)}>
        <Card>
          <div className="row">
            <div className="row-main">
              <div className="row-name">{session.account.name}</div>
              {session.capacities.map((c) => (
                <div key={c.id} className="row-note">
                  {capacityText(c, t)}
                </div>
              ))}
            </div>
          </div>
          <LanguageRow />
        </Card>
      </Section>
      <PasswordSection />
      <SessionsSection />
    </Page>
  )
}

function LanguageRow() {
  const t = useText()
  const language = useLanguage()
  const changed = useSessionChanged()
  const choose = async (next: Language) => {
    setLanguage(next)
    await api.put('/api/session/language', { language: next })
    await changed()
  }
  return (
    <div className="row">
      <div className="row-main row-name">{t(texts.language)}</div>
      <Segmented<Language>
        aria-label={t(texts.language)}
        value={language}
        onChange={(next) => void choose(next)}
        options={[
          { value: 'zh', label: '中文' },
          { value: 'en', label: 'English' },
        ]}
      />
    </div>
  )
}

function ManageSection() {
  const t = useText()
  const places = [
    { to: '/settings/accounts', title: texts.accounts, note: texts.accountsNote },
    { to: '/settings/tokens', title: texts.tokens, note: texts.tokensNote },
  ]
  return (
    <Section title={t(texts.manage)}>
      <Card>
        {places.map((place) => (
          <Link key={place.to} to={place.to} className="row row-link">
            <span className="row-main">
              <span className="row-name">{t(place.title)}</span>
              <br />
              <span className="row-note">{t(place.note)}</span>
            </span>
            <span aria-hidden="true">›</span>
          </Link>
        ))}
      </Card>
    </Section>
  )
}
