/** Step 1: the language, Chinese first; each button in its own language. */
import { Button } from 'antd'
import { setLanguage, useText } from '#web/console/text.ts'
import { Step } from './Step.tsx'
import { setupTexts as texts } from './texts.ts'

export function LanguageStep({ onNext }: { onNext: () => void }) {
  const t = useText()
  const choose = (language: 'zh' | 'en') => {
    setLanguage(language)
    onNext()
  }
  return (
    <Step n={1} title={t(texts.languageTitle)} lead={t(texts.languageLead)}>
      <div className="choices">
        <Button className="tall" type="primary" onClick={() => choose('zh')}>
          中文
        </Button>
        <Button className="tall" lang="en" onClick={() => choose('en')}>
          English
        </Button>
      </div>
    </Step>
  )
}
