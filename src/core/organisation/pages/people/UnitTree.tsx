/** The units: a tree beside the list, a field above it on a phone. */
import { Tree, TreeSelect } from 'antd'
import { useMemo } from 'react'
import { useText } from '#web/console/text.ts'
import type { UnitItem } from '../../people/schema.ts'
import { texts } from './texts.ts'
import { openAtFirst, treeOf, type UnitNode } from './tree.ts'

interface Props {
  readonly units: readonly UnitItem[]
  readonly chosen: string | undefined
  readonly choose: (unit: string | undefined) => void
}

export function UnitTree({ units, chosen, choose }: Props) {
  const t = useText()
  const nodes = useMemo(() => treeOf(units), [units])
  return (
    <nav aria-label={t(texts.units)}>
      <div className="people-tree card">
        <Tree<UnitNode>
          blockNode
          treeData={nodes}
          defaultExpandedKeys={openAtFirst(units, chosen)}
          selectedKeys={chosen ? [chosen] : []}
          onSelect={(keys) => choose(keys[0] === undefined ? undefined : String(keys[0]))}
          titleRender={(node) => (
            <span className="people-unit">
              <span>{node.name}</span>
              <span className="people-count">{node.members}</span>
            </span>
          )}
        />
      </div>
      <TreeSelect
        className="people-unit-field"
        allowClear
        treeData={nodes}
        value={chosen}
        treeDefaultExpandedKeys={openAtFirst(units, chosen)}
        onChange={(unit?: string) => choose(unit)}
        placeholder={t(texts.everywhere)}
        aria-label={t(texts.units)}
      />
    </nav>
  )
}
