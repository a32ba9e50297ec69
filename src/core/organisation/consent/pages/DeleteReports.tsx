/** Deleting what a family asked to have deleted: what goes, what goes with it, what stays, all before it is done. */
import { App, Button } from 'antd'
import { useSession } from '#web/console/session.ts'
import { Section } from '#web/console/shared/index.ts'
import { shortText } from '#web/console/shared/moments.ts'
import { useLanguage, useText } from '#web/console/text.ts'
import type { RightsDetail } from '../rights/schema.ts'
import { useRightsAction } from './queries.ts'
import { texts } from './texts.ts'

export function DeleteReports({ detail }: { detail: RightsDetail }) {
  const t = useText()
  const language = useLanguage()
  const { zone } = useSession()
  const { modal, message } = App.useApp()
  const { request, reports, together } = detail
  const remove = useRightsAction<{ reports: number }, { reports: number }>(`/api/rights/${request.id}/delete-reports`)
  const person = request.person?.name
  const names = together
    .map((one) => t(texts.togetherOne, { name: one.name, n: one.reports }))
    .join(language === 'zh' ? '、' : ', ')
  const what = person ? t(texts.deleteOne, { person, n: reports }) : t(texts.deleteAll, { n: reports })
  const ask = () =>
    modal.confirm({
      title: t(texts.deleteAsk, { n: reports }),
      content: (
        <>
          <p>{what}</p>
          {names && <p>{t(texts.deleteTogether, { names })}</p>}
        </>
      ),
      okText: t(texts.deleteDo, { n: reports }),
      okButtonProps: { danger: true },
      cancelText: t(texts.cancel),
      onOk: () => remove.mutateAsync({ reports }).catch((error: Error) => void message.error(error.message, 8)),
    })
  return (
    <Section title={t(texts.deleteTitle)}>
      {request.deleted && (
        <p className="note-box">
          {t(texts.deleted, {
            n: request.deleted.reports,
            time: shortText(Date.parse(request.deleted.at), language, zone),
          })}
        </p>
      )}
      {reports > 0 && !request.answered && (
        <>
          <p>{what}</p>
          {names && <p className="warn-box">{t(texts.deleteTogether, { names })}</p>}
          <p className="row-note">{t(texts.deleteStays)}</p>
          <p className="row-note">{t(texts.deleteAudit)}</p>
          <div className="rights-buttons">
            <Button danger loading={remove.isPending} onClick={ask}>
              {t(texts.deleteDo, { n: reports })}
            </Button>
          </div>
        </>
      )}
      {reports === 0 && !request.deleted && <p className="row-note">{t(texts.deleteNothing)}</p>}
    </Section>
  )
}
