/** The one-time codes of new officers: shown once, printed, cut apart. */
import { Button } from 'antd'
import { Card, FailState, Section } from '#web/console/shared/index.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import { postNames } from '../people/post-name.ts'
import { useCodes } from './queries.ts'
import { texts } from './texts.ts'

export function Codes({ id, count }: { id: string; count: number }) {
  const t = useText()
  const language = useLanguage()
  const codes = useCodes()
  const list = codes.data?.codes
  return (
    <Section
      title={t(texts.codesTitle)}
      note={t(texts.codeUntil)}
      actions={list && list.length > 0 && <Button onClick={() => window.print()}>{t(texts.print)}</Button>}
    >
      <Card>
        {!list && (
          <div className="card-pad">
            <p>{t(texts.codesHint)}</p>
            <Button type="primary" loading={codes.isPending} onClick={() => codes.mutate(id)} style={{ marginTop: 12 }}>
              {t(texts.codes, { count })}
            </Button>
            {codes.error && <FailState error={codes.error} />}
          </div>
        )}
        {list?.length === 0 && <p className="card-pad">{t(texts.codesNone)}</p>}
        {list?.map((one) => (
          <div className="row import-code" key={one.staff_no}>
            <div className="row-main">
              <div className="row-name">
                {one.name} · {one.staff_no}
              </div>
              <div className="row-note">
                {[one.unit, postNames(one.posts.split('、'), language)].filter(Boolean).join(' · ')}
              </div>
            </div>
            <code>{one.code}</code>
          </div>
        ))}
      </Card>
    </Section>
  )
}
