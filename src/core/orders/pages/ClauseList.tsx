/** The directives with their clauses: how many tasks a day each makes, and whether it is switched on. */
import { Link } from '@tanstack/react-router'
import { useSession } from '#web/console/session.ts'
import { useText } from '#web/console/text.ts'
import type { CampaignSummary, CampaignView, ClauseView, DirectiveView } from '../schema.ts'
import { DirectiveNumber } from './DirectiveNumber.tsx'
import { texts } from './texts.ts'
import { useDay } from './when.ts'
import { allClauses, type ClauseState, clauseState, clauseTasks } from './words.ts'

const stateText = {
  on: texts.stateOn,
  paused: texts.statePaused,
  ready: texts.stateReady,
  off: texts.stateOff,
} as const satisfies Record<ClauseState, unknown>

interface Props {
  readonly campaign: CampaignView
  readonly list: readonly CampaignSummary[]
  readonly chosen: ClauseView | undefined
}

export function ClauseList({ campaign, list, chosen }: Props) {
  const t = useText()
  const clauses = allClauses(campaign)
  const draft = campaign.state === 'draft'
  const on = clauses.filter((c) => clauseState(c, campaign.state) === 'on').length
  const day = useDay(campaign.zone)
  return (
    <nav className="orders-list" aria-label={t(texts.columnClause)}>
      <header className="orders-top">
        <h2>{t(texts.heading, { directives: campaign.directives.length, clauses: clauses.length })}</h2>
        <p>
          {campaign.started_at && <>{t(texts.since, { day: day(campaign.started_at) })} · </>}
          {!draft && <>{t(texts.enabledOf, { n: on, of: clauses.length })} · </>}
          {t(texts.tasksADay, { n: campaign.tasks_a_day.toLocaleString('en-US') })}
        </p>
        {campaign.scope.id !== campaign.unit.id && <p>{t(texts.scopeNote, { unit: campaign.scope.name })}</p>}
      </header>
      <div className="orders-row orders-head" aria-hidden="true">
        <span>{t(texts.columnClause)}</span>
        <span />
        <span className="orders-n">{t(texts.columnDay)}</span>
        <span className="orders-state">{t(texts.columnState)}</span>
      </div>
      {campaign.directives.map((d) => (
        <Directive key={d.id} campaign={campaign} directive={d} chosen={chosen} />
      ))}
      <p className="orders-foot">{t(texts.footer)}</p>
      <Others campaign={campaign} list={list} />
    </nav>
  )
}

function Directive({
  campaign,
  directive,
  chosen,
}: {
  campaign: CampaignView
  directive: DirectiveView
  chosen: ClauseView | undefined
}) {
  const t = useText()
  const on = directive.clauses.filter((c) => ['on', 'ready'].includes(clauseState(c, campaign.state))).length
  return (
    <section aria-label={t(directive.title)}>
      <div className="orders-directive">
        <h3>{t(directive.title)}</h3>
        <span>
          <DirectiveNumber campaign={campaign} directive={directive} /> · {on}/{directive.clauses.length}
        </span>
      </div>
      <ul className="quiet-list">
        {directive.clauses.map((c) => (
          <ClauseRow key={c.id} campaign={campaign} clause={c} current={c.id === chosen?.id} />
        ))}
      </ul>
    </section>
  )
}

function ClauseRow({ campaign, clause, current }: { campaign: CampaignView; clause: ClauseView; current: boolean }) {
  const t = useText()
  const state = clauseState(clause, campaign.state)
  const tasks = clauseTasks(clause, campaign.state)
  return (
    <li>
      <Link
        to={'/orders/$campaign/$clause' as never}
        params={{ campaign: campaign.id, clause: clause.code } as never}
        resetScroll={false}
        className={`orders-row orders-clause orders-${state} ${current ? 'orders-current' : ''}`}
        aria-current={current ? 'page' : undefined}
      >
        <span className="orders-label">{t(clause.label)}</span>
        <span className="orders-title">{t(clause.title)}</span>
        <span className="orders-n">{tasks > 0 ? tasks.toLocaleString('en-US') : ''}</span>
        <span className="orders-state">{t(stateText[state])}</span>
      </Link>
    </li>
  )
}

function Others({ campaign, list }: { campaign: CampaignView; list: readonly CampaignSummary[] }) {
  const t = useText()
  const session = useSession()
  const others = list.filter((c) => c.id !== campaign.id)
  const manages = session.can('campaign.manage')
  if (others.length === 0 && !manages) return null
  return (
    <div className="orders-others">
      {others.length > 0 && <h3>{t(texts.otherCampaigns)}</h3>}
      {others.map((c) => (
        <Link key={c.id} to={'/orders/$campaign' as never} params={{ campaign: c.id } as never}>
          {c.unit.name} · {t(c.title)} · {t(texts[c.state])}
        </Link>
      ))}
      {manages && campaign.state !== 'draft' && (
        <Link to={'/orders' as never} search={{ start: '1' } as never}>
          {t(texts.newCampaign)}
        </Link>
      )}
    </div>
  )
}
