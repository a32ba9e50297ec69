/** The lowest browser that the phone page asks for, as lists that a test holds the bundle to; the reasons are in docs/decisions. */

/** Global names that Chromium 58, WebView 58 and Safari 10.1 have. */
export const allowedGlobals = [
  'Array', 'Blob', 'Date', 'Error', 'Image', 'Intl', 'JSON', 'Math', 'Node', 'Number', 'Object', 'Promise', 'RegExp', 'String', 'Symbol', 'TypeError', 'Uint8Array',
  'clearTimeout', 'decodeURIComponent', 'document', 'encodeURIComponent', 'fetch', 'history', 'isFinite', 'location', 'navigator', 'setInterval', 'setTimeout', 'window',
]

/** Methods and properties that came later, or that WeChat's WebView lacks. */
export const deniedMembers = [
  'at', 'flat', 'flatMap', 'fromEntries', 'finally', 'allSettled', 'any', 'matchAll', 'replaceAll', 'trimStart', 'trimEnd', 'findLast', 'findLastIndex', 'toSorted',
  'toReversed', 'structuredClone', 'randomUUID', 'replaceChildren', 'append', 'prepend', 'toggleAttribute', 'serviceWorker', 'sendBeacon', 'share', 'clipboard',
  'showModal', 'animate', 'getAnimations', 'scrollIntoViewIfNeeded', 'requestSubmit', 'isConnected', 'hasOwn', 'AbortController', 'IntersectionObserver', 'ResizeObserver',
  'indexedDB', 'caches', 'requestIdleCallback', 'formatToParts', 'formatRange', 'createImageBitmap', 'arrayBuffer', 'stream', 'innerHTML', 'outerHTML', 'insertAdjacentHTML',
].sort()

/** What Chromium 58 would drop with the rule around it, or lay out otherwise. */
export const deniedStyles = [
  /[{;](?:row-|column-)?gap:/, /\binset:/, /aspect-ratio/, /:is\(/, /:where\(/, /:has\(/, /\bclamp\(/, /\bmin\(/, /\bmax\(/, /@layer/, /@container/, /\bdvh\b/, /color-mix/, /#[0-9a-f]{8}\b/i,
  // One unknown selector drops its whole rule: `:focus-visible` stands alone, and only adds a ring.
  /:focus-visible[^{]*,[^{]*:(?!focus-visible)\w/,
]
