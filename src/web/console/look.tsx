/** The look: Ant Design's tokens set to paper, ink and one deep blue; see the sketches' colours and WCAG AA. */
import { App, ConfigProvider, type ThemeConfig } from 'antd'
import en from 'antd/locale/en_US'
import zh from 'antd/locale/zh_CN'
import { type ReactNode, useEffect } from 'react'
import { useLanguage } from './text.ts'

/** Every colour means one thing; green only for what is met, amber for late, red for a person in danger. */
export const colours = {
  ink: '#17212b',
  ink2: '#51606f',
  ink3: '#636f7b',
  line: '#e3e8ed',
  edge: '#c3ccd5',
  brand: '#1d4f7c',
  brandPale: '#e8f1f9',
  ok: '#2f7d5b',
  okPale: '#e3f1ea',
  warn: '#7a4a00',
  warnPale: '#fff1d9',
  red: '#c22f2f',
  redPale: '#fde8e6',
  ground: '#f4f6f8',
  rail: '#12263a',
} as const

const chinese = `'Noto Sans SC Variable', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif`
/** English has a Latin font first: in a Chinese one an apostrophe is as wide as a character. */
const fonts = { zh: chinese, en: `'Segoe UI', Roboto, 'Helvetica Neue', 'Open Sans', Arial, ${chinese}` }

const theme: ThemeConfig = {
  token: {
    colorPrimary: colours.brand,
    colorLink: colours.brand,
    colorInfo: colours.brand,
    colorSuccess: colours.ok,
    colorSuccessBg: colours.okPale,
    colorWarning: '#b36b00',
    colorWarningText: colours.warn,
    colorWarningBg: colours.warnPale,
    colorError: colours.red,
    colorErrorBg: colours.redPale,
    colorText: colours.ink,
    colorTextSecondary: colours.ink2,
    colorTextTertiary: colours.ink3,
    colorTextPlaceholder: colours.ink3,
    colorTextDescription: colours.ink2,
    colorBorder: colours.edge,
    colorBorderSecondary: colours.line,
    colorBgLayout: colours.ground,
    fontSize: 14,
    borderRadius: 8,
    borderRadiusLG: 10,
    borderRadiusSM: 6,
    controlHeight: 34,
    controlHeightLG: 44,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
    controlItemBgActive: colours.brandPale,
    controlItemBgActiveHover: colours.brandPale,
    controlItemBgHover: colours.ground,
    boxShadow: '0 6px 20px rgba(23, 33, 43, 0.12)',
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
    Table: {
      headerBg: '#fafbfc',
      headerColor: colours.ink2,
      headerSplitColor: 'transparent',
      cellPaddingBlock: 10,
      cellPaddingInline: 14,
    },
    Form: { labelColor: colours.ink2, verticalLabelPadding: '0 0 4px' },
    Segmented: { itemSelectedColor: colours.brand, itemSelectedBg: colours.brandPale, trackBg: '#eceff2' },
    Drawer: { paddingLG: 20 },
  },
}

/**
 * Off where the reader asks for stillness. Style alone cannot do it: a menu whose motion is cut short by a style sheet
 * waits for an end that never comes, outside the screen.
 */
const motion = !globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches

/** Wraps the console in its theme and in Ant Design's own words of the reader's language. */
export function Look({ children }: { children: ReactNode }) {
  const language = useLanguage()
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    document.documentElement.style.fontFamily = fonts[language]
  }, [language])
  const spoken = { ...theme, token: { ...theme.token, motion, fontFamily: fonts[language] } }
  return (
    <ConfigProvider theme={spoken} locale={language === 'zh' ? zh : en} button={{ autoInsertSpace: false }}>
      <App component={false}>{children}</App>
    </ConfigProvider>
  )
}
