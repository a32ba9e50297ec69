/** Moves somebody to another unit, with what follows said before. */
import { Modal, TreeSelect } from 'antd'
import { useMemo, useState } from 'react'
import { api } from '#web/console/api.ts'
import { useText } from '#web/console/text.ts'
import type { PersonAnswer } from '../../people/schema.ts'
import { useUnits } from '../people/queries.ts'
import { openAtFirst, treeOf } from '../people/tree.ts'
import { Field } from './Field.tsx'
import { useChange } from './queries.ts'
import { texts } from './texts.ts'

export function TransferDialogue({ person, close }: { person: PersonAnswer; close: () => void }) {
  const t = useText()
  const units = useUnits().data?.units ?? []
  const nodes = useMemo(() => treeOf(units), [units])
  const [unit, setUnit] = useState<string>()
  const move = useChange(person.id, (to: string) => api.post(`/api/people/${person.id}/transfer`, { unit: to }), close)
  return (
    <Modal
      open
      title={t(texts.transferTitle, { name: person.name })}
      okText={t(texts.doTransfer)}
      cancelText={t(texts.cancel)}
      okButtonProps={{ disabled: !unit, loading: move.isPending }}
      onOk={() => unit && move.mutate(unit)}
      onCancel={close}
    >
      <div className="person-dialogue">
        <Field label={t(texts.unit)}>
          {(id) => (
            <TreeSelect
              id={id}
              showSearch={{ treeNodeFilterProp: 'name' }}
              treeData={nodes}
              treeDefaultExpandedKeys={openAtFirst(units, person.unit.id)}
              value={unit}
              onChange={(next?: string) => setUnit(next)}
            />
          )}
        </Field>
        <p className="note-box">{t(texts.transferHint)}</p>
        {move.error && (
          <p role="alert" className="warn-box">
            {move.error.message}
          </p>
        )}
      </div>
    </Modal>
  )
}
