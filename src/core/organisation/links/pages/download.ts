/** Fetches a file that takes a while to make, so that the page can say that it is being made, and why it was not. */
import { useMutation } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import { say } from '#platform/texts.ts'
import { ApiProblem, address, type Query } from '#web/console/api.ts'
import { language } from '#web/console/text.ts'
import { texts } from './texts.ts'

export interface FileOrder {
  readonly path: string
  readonly query?: Query
}

/** Saves what the server sends under the name that it gives. @throws ApiProblem with a sentence to show */
export async function saveFile({ path, query }: FileOrder): Promise<void> {
  const response = await fetch(address(path, query), {
    credentials: 'same-origin',
    headers: { 'accept-language': language() },
  }).catch(() => {
    throw new ApiProblem(0, 'no-connection', say(texts.noConnection, language()))
  })
  if (!response.ok) throw await refusal(response)
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = name ? decodeURIComponent(name) : 'muster'
  link.click()
  // The browser has taken it by then; kept longer it would hold the whole file in memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

async function refusal(response: Response): Promise<ApiProblem> {
  const document = (await response.json().catch(() => ({}))) as { code?: string; title?: string }
  return new ApiProblem(response.status, document.code ?? 'no-answer', document.title ?? `HTTP ${response.status}`)
}

/**
 * Downloads one file after the other. `no` is the one being made, from 1; a failure stops the row and is told.
 */
export function useDownload() {
  const { message } = App.useApp()
  const [no, setNo] = useState(0)
  const run = useMutation({
    mutationFn: async (files: readonly FileOrder[]) => {
      for (const [i, file] of files.entries()) {
        setNo(i + 1)
        await saveFile(file)
      }
    },
    onError: (error) => void message.error(error.message, 8),
  })
  return {
    start: (...files: FileOrder[]) => run.mutate(files),
    busy: run.isPending,
    of: run.variables?.length ?? 0,
    no,
  }
}
