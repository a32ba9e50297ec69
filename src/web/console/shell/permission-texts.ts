/** Permissions in words for pages; the server's own list, which the browser shares. */
import { corePermissions } from '#core/organisation/roles.ts'
import type { Text } from '#platform/texts.ts'

const words: Readonly<Record<string, Text>> = corePermissions

export const permissionText = (name: string): Text => words[name] ?? { zh: name, en: name }
