/** The console's addresses, made from the pages that the parts hang in. */
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { pages } from './pages.ts'
import { Gate } from './shell/Gate.tsx'
import { NotFound, PageHost } from './shell/PageHost.tsx'
import { Start } from './shell/Start.tsx'

export function makeRouter() {
  const root = createRootRoute({ component: Gate, notFoundComponent: NotFound })
  const start = createRoute({ getParentRoute: () => root, path: '/', component: Start })
  const routes = pages.map((page) =>
    createRoute({ getParentRoute: () => root, path: page.path, component: () => <PageHost page={page} /> }),
  )
  return createRouter({
    routeTree: root.addChildren([start, ...routes]),
    defaultPreload: false,
    scrollRestoration: true,
    scrollToTopSelectors: ['#main'],
    defaultNotFoundComponent: NotFound,
    // Plain text in the address: `?day=2026-11-25`, never quoted JSON.
    parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
    stringifySearch,
  })
}

function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return text ? `?${text}` : ''
}
