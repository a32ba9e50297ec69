/** What a change of presence would bring, in words. */

import type { Text } from '#platform/texts.ts'
import { useSession } from '#web/console/session.ts'
import { clockTime, shortText } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import { type PresenceKind, type PreviewAnswer, presenceTexts } from '../../presence/schema.ts'
import { shortUnit } from '../people/PeopleTable.tsx'
import { postName } from '../people/post-name.ts'
import { texts } from './texts.ts'

export function Consequences({
  preview,
  error,
  busy,
}: {
  preview: PreviewAnswer | undefined
  error: Error | null
  busy: boolean
}) {
  const t = useText()
  if (error) {
    return (
      <p role="alert" className="warn-box">
        {error.message}
      </p>
    )
  }
  return (
    <div className="note-box person-consequences" aria-live="polite" aria-busy={busy}>
      <strong>{t(preview ? texts.consequences : texts.reckoning)}</strong>
      {preview && <Shown preview={preview} />}
    </div>
  )
}

function Shown({ preview }: { preview: PreviewAnswer }) {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  const owed = preview.leaves.length + preview.excused.length + preview.joins.length
  return (
    <>
      {owed === 0 && <p>{t(texts.nothingFollows)}</p>}
      <Duties title={texts.leaves} duties={preview.leaves} />
      <Duties title={texts.excused} duties={preview.excused} />
      <Duties title={texts.joins} duties={preview.joins} />
      {preview.posts.map((one) => (
        <p key={`${one.post} ${one.unit}`}>
          {t(texts.postsMeanwhile, { unit: shortUnit(one.unit), post: postName(one.post, language) })}
        </p>
      ))}
      {preview.replaces.map((one) => (
        <p key={one.id}>
          {t(texts.replaces, {
            kind: t(presenceTexts[one.kind as PresenceKind]),
            from: shortText(Date.parse(one.from), language, zone),
          })}
        </p>
      ))}
    </>
  )
}

function Duties({ title, duties }: { title: Text; duties: PreviewAnswer['leaves'] }) {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  if (duties.length === 0) return null
  return (
    <>
      {t(title, { count: duties.length })}
      <ul>
        {duties.map((one) => (
          <li key={`${one.title.zh} ${one.due_at}`}>
            {t(texts.duty, {
              title: t(one.title),
              time: `${one.day.slice(5)} ${clockTime(Date.parse(one.due_at), language, zone)}`,
            })}
          </li>
        ))}
      </ul>
    </>
  )
}
