/** Names a device by its browser's self-description, as far as a person recognises it. */

const browsers: readonly [RegExp, string][] = [
  [/MicroMessenger/i, '微信 WeChat'],
  [/Edg[A-Z]*\//, 'Edge'],
  [/QQBrowser/i, 'QQ 浏览器'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
]
const systems: readonly [RegExp, string][] = [
  [/HarmonyOS/i, 'HarmonyOS'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux|UOS|Kylin/i, 'Linux'],
]

/** `Chrome · Windows`; undefined where neither can be told. */
export function deviceName(agent: string | null): string | undefined {
  if (!agent) return undefined
  const named = [browsers, systems].flatMap((list) => list.find(([pattern]) => pattern.test(agent))?.[1] ?? [])
  return named.length > 0 ? named.join(' · ') : undefined
}
