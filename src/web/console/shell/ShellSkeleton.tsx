/** The console before it knows who looks: rail and head in place, so that nothing jumps when they fill. */
import { SkeletonPage } from '../shared/states.tsx'

export function ShellSkeleton() {
  return (
    <div className="shell" aria-busy="true">
      <div className="rail">
        <span className="rail-mark" lang="zh-CN">
          同舟
        </span>
      </div>
      <div className="head" />
      <div className="work">
        <div className="main">
          <SkeletonPage />
        </div>
      </div>
    </div>
  )
}
