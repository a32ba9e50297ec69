/** A page left open over an upgrade asks for a part that is no longer there: the new program is loaded at the same address. */

/** Not again so soon: where it fails twice in a row something else is wrong, and the router says so. */
const againAfterMs = 30_000
const key = 'muster.renewed'

export function loadAnewWhenReplaced(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const now = performance.timeOrigin + performance.now()
    const last = Number(sessionStorage.getItem(key) ?? 0)
    if (now - last < againAfterMs) return
    event.preventDefault()
    sessionStorage.setItem(key, String(now))
    window.location.reload()
  })
}
