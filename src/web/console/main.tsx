/** Starts the console in the browser: language, look, queries, router. */
import '@fontsource-variable/noto-sans-sc/index.css'
import './styles/base.css'
import './styles/shared.css'
import './styles/shell.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeClient } from './client.ts'
import { Look } from './look.tsx'
import { loadAnewWhenReplaced } from './renewed.ts'
import { makeRouter } from './router.tsx'

loadAnewWhenReplaced()
const router = makeRouter()

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={makeClient()}>
      <Look>
        <RouterProvider router={router} />
      </Look>
    </QueryClientProvider>
  </StrictMode>,
)
