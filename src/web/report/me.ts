/** A member's own page: the temperature that is owed now, in three taps; the second reading; places to disinfect. */
import { clauseCards } from './clauses.ts'
import { instant, now } from './clock.ts'
import { button, choice, draw, h, writing } from './dom.ts'
import { answers, field, lacking, type Values } from './fields.ts'
import { foot, head } from './frame.ts'
import { keypad, type Reading } from './keypad.ts'
import type { Field, Member } from './model.ts'
import { closedData, myData } from './my-data.ts'
import { placeCards } from './places.ts'
import { type Entry, Queue } from './queue.ts'
import { read, write } from './store.ts'
import { texts } from './texts.ts'
import { onItsWay, restMs } from './told.ts'
import { whenBack } from './when-back.ts'
import { clock, date, degrees, follow, names, serverNow, stretch, t } from './words.ts'

type Task = Member['temperature']['tasks'][number]

export function memberPage(first: Member, reload: () => Promise<Member>): void {
  let me = first
  const queue = new Queue(me.person.id)
  let reading: Reading = {}
  /** The report that is being changed. */
  let changing: string | undefined
  let extra = false
  let said = ''
  const values: Values = { site: read<string>(`site.${me.person.id}`) }
  const data = closedData()
  const places = placeCards(queue, () => me.places, show)

  queue.changed = () => {
    if (!writing()) show()
    if (!queue.waiting().length) void refresh()
  }
  whenBack(() => void refresh())
  // What is left until due is told in minutes; it moves while the page is open.
  setInterval(() => {
    if (!writing()) show()
  }, 30000)

  async function refresh(): Promise<void> {
    try {
      me = await reload()
      follow(me)
      if (!writing()) show()
    } catch {
      // Off line or busy: what is shown stays.
    }
  }

  function show(): void {
    const task = due()
    const pending = entries().filter((e) => e.state === 'waiting' || e.state === 'blocked')
    const second = me.temperature.second
    const red = redReading()
    const asks = me.temperature.form && ((task && !pending.length) || second || red || changing || extra)
    draw([
      head(
        [t(asks ? texts.meTitle : pending.length ? texts.meHeld : idleTitle(), { name: me.person.name })],
        below(task),
        show,
      ),
      h(
        'main',
        null,
        second && !changing ? feverCard(second) : null,
        red && !changing ? redCard(red) : null,
        asks ? form(task) : pending.length ? null : idle(),
        sent(),
        places.cards(),
        me.household && h('p', { class: 'pale card off' }, t(texts.familyHint)),
        clauseCards(me.clauses),
        myData({ url: '/api/me', relatives: [], above: () => null }, data, show),
      ),
      foot(places.action() || (asks ? action() : null), queue),
    ])
  }

  const idleTitle = () => (me.temperature.today.length ? texts.meDone : texts.meTitle)
  const entries = (): Entry[] => queue.all().filter((e) => e.body.form === me.temperature.form?.code)
  const open = (): Task[] => me.temperature.tasks.filter((task) => task.state === 'open')
  /** What is owed now: of what has opened, the one due first. */
  const due = (): Task | undefined => open().filter((task) => Date.parse(task.opens_at) <= serverNow())[0]

  function below(task: Task | undefined): string {
    const parts = task ? [] : [date(me.day)]
    if (task) {
      const left = Date.parse(task.due_at) - serverNow()
      parts.push(t(task.title))
      parts.push(
        t(left >= 0 ? texts.nowDue : texts.overdue, { time: clock(task.due_at), left: stretch(Math.abs(left)) }),
      )
    }
    return parts.join(' · ')
  }

  function idle(): HTMLElement {
    const next = open()[0]
    return h(
      'section',
      { class: 'card' },
      h('p', null, me.temperature.form ? t(texts.nothingNow) : t(texts.noCampaign)),
      next
        ? h('p', { class: 'pale' }, t(texts.nothingMore, { title: t(next.title), time: clock(next.opens_at) }))
        : null,
      me.temperature.form
        ? button(
            'extra',
            'link',
            () => {
              extra = true
              show()
            },
            t(texts.extra),
          )
        : null,
    )
  }

  function feverCard(second: NonNullable<Member['temperature']['second']>): HTMLElement {
    const last = me.temperature.today[me.temperature.today.length - 1]
    const celsius = last ? degrees(last.celsius) : ''
    const left = Date.parse(second.due_at) - serverNow()
    const words =
      left > 0 ? texts.feverMe : Date.parse(second.until_at) > serverNow() ? texts.feverMeNow : texts.feverOver
    return h(
      'section',
      { class: 'card hot', role: 'status' },
      h(
        'p',
        { class: 'next' },
        t(words, { celsius, left: stretch(left), time: clock(second.due_at), until: clock(second.until_at) }),
      ),
    )
  }

  /** High again, and no second reading is asked for any more: the alert is red, and the next reading is asked for here. */
  function redReading(): Member['temperature']['today'][number] | undefined {
    const last = me.temperature.today[me.temperature.today.length - 1]
    return !me.temperature.second && last && last.flags.indexOf('fever') >= 0 ? last : undefined
  }

  function redCard(last: Member['temperature']['today'][number]): HTMLElement {
    const params = { celsius: degrees(last.celsius), time: clock(Date.parse(last.observed_at) + restMs) }
    return h('section', { class: 'card hot red', role: 'status' }, h('p', { class: 'next' }, t(texts.redMe, params)))
  }

  function form(task: Task | undefined): HTMLElement {
    const fields = me.temperature.form?.fields || []
    const set = (name: string) => (value: Values[string], redraw: boolean) => {
      values[name] = value
      if (name === 'site') write(`site.${me.person.id}`, value)
      if (redraw) show()
    }
    const title = me.temperature.second && !changing ? t(texts.secondReading) : task ? t(task.title) : t(texts.celsius)
    const yesterday = me.temperature.yesterday
    const site = fields.filter((f) => f.name === 'site')[0]
    return h(
      'section',
      { class: 'card' },
      h(
        'h2',
        null,
        h('span', null, title),
        yesterday ? h('small', null, t(texts.yesterday, { celsius: degrees(yesterday) })) : null,
      ),
      keypad('me', t(texts.celsius), reading, fields.filter((f) => f.name === 'celsius')[0], (value) => {
        reading = value
        said = ''
        show()
      }),
      site ? siteChips(site, set('site')) : null,
      rest(fields).map((f) => field('me', f, values, set(f.name))),
      changing || extra ? button('leave', 'link', () => stop(), t(texts.cancel)) : null,
    )
  }

  /** Where it is measured stays as last time, in plain sight. */
  function siteChips(site: Field, set: (value: string, redraw: boolean) => void): HTMLElement {
    const first = site.choices?.[0]
    const chosen = values.site || first?.code
    return h(
      'div',
      { class: 'chips', role: 'group', 'aria-label': t(texts.site) },
      (site.choices || []).map((c) =>
        choice(`site-${c.code}`, 'chip set', chosen === c.code, () => set(c.code, true), t(c.title)),
      ),
    )
  }

  /** The place is asked of those who are away; the others' is known. */
  function rest(fields: readonly Field[]): Field[] {
    return fields.filter(
      (f) =>
        f.name !== 'celsius' &&
        f.name !== 'site' &&
        f.type !== 'photo' &&
        (f.type !== 'text' || f.required || me.absent),
    )
  }

  function stop(): void {
    changing = undefined
    extra = false
    reading = {}
    show()
  }

  function action() {
    const on = reading.celsius !== undefined
    return {
      label: t(texts.send),
      note: said,
      on,
      press: () => {
        const form = me.temperature.form
        if (!form || reading.celsius === undefined) {
          said = `${t(texts.wholeFirst)}${t({ zh: '，', en: ', ' })}${t(texts.thenTenth)}`
          return show()
        }
        const filled: Values = {
          ...values,
          site: values.site || form.fields.filter((f) => f.name === 'site')[0]?.choices?.[0]?.code,
        }
        const missing = lacking(rest(form.fields), filled)
        if (missing.length) {
          said = t(texts.needed, { names: names(missing) })
          return show()
        }
        const body = {
          form: form.code,
          form_version: form.version,
          subject: { person: me.person.id },
          observed_at: instant(now()),
          answers: {
            celsius: reading.celsius,
            ...answers(
              form.fields.filter(
                (f) => f.name !== 'celsius' && (f.name === 'site' || rest(form.fields).indexOf(f) >= 0),
              ),
              filled,
            ),
          },
          ...(changing ? { corrects: changing } : {}),
        }
        const about = changing ? `fix.${changing}` : `t.${instant(now())}`
        for (const f of form.fields) if (f.type === 'boolean') delete values[f.name]
        changing = undefined
        extra = false
        reading = {}
        queue.put([{ about, body }])
      },
    }
  }

  /** What came today, and what is still on its way; each can be corrected. */
  function sent(): HTMLElement | null {
    const waiting = entries().filter((e) => e.state !== 'sent')
    const rows = me.temperature.today.map((r) =>
      h(
        'div',
        { class: 'line' },
        h('span', { class: 'who' }, clock(r.observed_at)),
        h('span', { class: 'met' }, `✓ ${degrees(r.celsius)}`),
        h('small', null, t(texts.receivedAt, { time: clock(r.received_at) })),
        button(
          `fix-${r.id}`,
          'link',
          () => {
            changing = r.root
            reading = {}
            show()
            window.scrollTo(0, 0)
          },
          t(texts.change),
        ),
      ),
    )
    const held = waiting.map((e) =>
      h(
        'div',
        { class: 'line' },
        h('span', { class: 'who' }, clock(e.at)),
        h('span', null, `${degrees(Number(e.body.answers.celsius))}`),
        e.state === 'refused'
          ? h(
              'p',
              { class: 'wrong', role: 'alert' },
              t(texts.refusedHere, { why: e.problem?.wrong?.[0]?.reason || e.problem?.title || '' }),
              ' ',
              button(`drop-${e.id}`, 'link', () => queue.remove(e.id), t(texts.again)),
            )
          : h('small', null, onItsWay(e)),
      ),
    )
    if (!rows.length && !held.length) return null
    return h('section', { class: 'card flat' }, held, rows)
  }

  follow(me)
  show()
  queue.wake()
}
