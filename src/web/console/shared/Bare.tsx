/** A page without the shell: one calm card in the middle, the language on top. */
import { Segmented } from 'antd'
import type { ReactNode } from 'react'
import type { Language } from '#platform/texts.ts'
import { setLanguage, useLanguage } from '../text.ts'

export function LanguageChoice() {
  const language = useLanguage()
  return (
    <Segmented<Language>
      aria-label="语言 · Language"
      value={language}
      onChange={setLanguage}
      options={[
        { value: 'zh', label: '中文' },
        { value: 'en', label: 'English' },
      ]}
    />
  )
}

export function Bare({ children, foot, wide }: { children: ReactNode; foot?: ReactNode; wide?: boolean }) {
  return (
    <main className="bare">
      <div className={`bare-column ${wide ? 'bare-wide' : ''}`}>
        <div className="bare-top">
          <span className="bare-mark" lang="zh-CN">
            同舟
          </span>
          <LanguageChoice />
        </div>
        <div className="card bare-card">{children}</div>
        {foot && <div className="bare-foot">{foot}</div>}
      </div>
    </main>
  )
}
