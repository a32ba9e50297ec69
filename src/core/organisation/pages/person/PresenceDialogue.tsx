/** Enters where somebody is; what follows is worked out and shown before it is done. */
import { Input, Modal, Select, TreeSelect } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { api } from '#web/console/api.ts'
import { serverNow } from '#web/console/now.ts'
import { useSession } from '#web/console/session.ts'
import { useText } from '#web/console/text.ts'
import type { PersonAnswer } from '../../people/schema.ts'
import { type PresenceBody, presenceTexts } from '../../presence/schema.ts'
import { useUnits } from '../people/queries.ts'
import { openAtFirst, treeOf } from '../people/tree.ts'
import { Consequences } from './Consequences.tsx'
import { Field } from './Field.tsx'
import { instantOf, localField } from './moments.ts'
import { useChange, usePreview } from './queries.ts'
import { texts } from './texts.ts'

const kinds = ['leave', 'outing', 'detached', 'quarantine', 'hospital', 'on_station'] as const

interface Fields {
  readonly kind: (typeof kinds)[number]
  readonly from: string
  readonly until: string
  readonly unit: string | undefined
  readonly place: string
  readonly note: string
}

function bodyOf(person: PersonAnswer, fields: Fields, zone: string): PresenceBody | undefined {
  const from = instantOf(fields.from, zone)
  const until = instantOf(fields.until, zone)
  if (!from || (fields.until !== '' && !until)) return undefined
  const words = {
    ...(fields.place.trim() && { place: fields.place.trim() }),
    ...(fields.note.trim() && { note: fields.note.trim() }),
  }
  return {
    person: person.id,
    kind: fields.kind,
    from,
    ...(until && { until }),
    ...(fields.unit && { unit: fields.unit }),
    ...words,
  }
}

/** The entry once the hand rests, so that not every letter asks the server. */
function useSettled<T>(value: T): T {
  const [settled, settle] = useState(value)
  const text = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: compared by content
  useEffect(() => {
    const timer = setTimeout(() => settle(value), 300)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

export function PresenceDialogue({ person, close }: { person: PersonAnswer; close: () => void }) {
  const t = useText()
  const { zone } = useSession()
  const units = useUnits().data?.units ?? []
  const nodes = useMemo(() => treeOf(units), [units])
  const [fields, set] = useState<Fields>(() => ({
    kind: 'leave',
    from: localField(serverNow(), zone),
    until: '',
    unit: undefined,
    place: '',
    note: '',
  }))
  const change = (next: Partial<Fields>) => set((before) => ({ ...before, ...next }))
  const body = bodyOf(person, fields, zone)
  const asked = useSettled(body && { ...body, place: undefined, note: undefined })
  const preview = usePreview(asked as PresenceBody | undefined)
  const enter = useChange(person.id, (entry: PresenceBody) => api.post('/api/presence', entry), close)
  return (
    <Modal
      open
      title={t(texts.presenceTitle, { name: person.name })}
      okText={t(texts.confirm)}
      cancelText={t(texts.cancel)}
      okButtonProps={{ disabled: !body || preview.error !== null, loading: enter.isPending }}
      onOk={() => body && enter.mutate(body)}
      onCancel={close}
    >
      <div className="person-dialogue">
        <Field label={t(texts.kind)}>
          {(id) => (
            <Select
              id={id}
              value={fields.kind}
              onChange={(kind) => change({ kind })}
              options={kinds.map((kind) => ({ value: kind, label: t(presenceTexts[kind]) }))}
            />
          )}
        </Field>
        <div className="person-pair">
          <Field label={t(texts.from)}>
            {(id) => (
              <Input
                id={id}
                type="datetime-local"
                value={fields.from}
                onChange={(event) => change({ from: event.target.value })}
              />
            )}
          </Field>
          <Field label={t(texts.until)}>
            {(id) => (
              <Input
                id={id}
                type="datetime-local"
                value={fields.until}
                onChange={(event) => change({ until: event.target.value })}
              />
            )}
          </Field>
        </div>
        {fields.kind !== 'on_station' && (
          <Field label={t(texts.accounts)}>
            {(id) => (
              <TreeSelect
                id={id}
                allowClear
                showSearch={{ treeNodeFilterProp: 'name' }}
                treeData={nodes}
                treeDefaultExpandedKeys={openAtFirst(units, person.unit.id)}
                value={fields.unit}
                onChange={(unit?: string) => change({ unit })}
              />
            )}
          </Field>
        )}
        <Field label={t(texts.place)}>
          {(id) => (
            <Input
              id={id}
              value={fields.place}
              maxLength={100}
              onChange={(event) => change({ place: event.target.value })}
            />
          )}
        </Field>
        <Field label={t(texts.note)}>
          {(id) => (
            <Input
              id={id}
              value={fields.note}
              maxLength={200}
              onChange={(event) => change({ note: event.target.value })}
            />
          )}
        </Field>
        <Consequences preview={preview.data} error={enter.error ?? preview.error} busy={preview.isFetching} />
      </div>
    </Modal>
  )
}
