/** Places to disinfect: a card each, its form opened by a tap, with a photo that is sent before the report. */
import { Refusal, sentence } from './api.ts'
import { instant, now } from './clock.ts'
import { button, h } from './dom.ts'
import { answers, field, lacking, type Values } from './fields.ts'
import type { Member, Place } from './model.ts'
import { sendPhoto } from './photo.ts'
import type { Queue } from './queue.ts'
import { texts } from './texts.ts'
import { onItsWay } from './told.ts'
import { clock, names, serverNow, t } from './words.ts'

export function placeCards(queue: Queue, model: () => Member['places'], show: () => void) {
  let open: string | undefined
  let said = ''
  let sending = false
  /** Kept from one place to the next: the agent and its strength are the same on one round. */
  let values: Values = {}
  let photo: File | undefined

  const current = (): Place | undefined => model()?.list.filter((p) => p.id === open)[0]
  const lastEntry = (place: Place) => queue.last(`place.${place.id}`)

  function cards(): HTMLElement | null {
    const places = model()
    if (!places) return null
    return h(
      'div',
      null,
      h('h2', { class: 'over' }, t(texts.placesTitle)),
      h('section', { class: 'card flat' }, places.list.map(row)),
    )
  }

  function row(place: Place): HTMLElement {
    const task = dueOf(place)
    const entry = lastEntry(place)
    const onWay = entry && entry.state !== 'sent' && entry.state !== 'refused'
    const done = place.tasks.filter((x) => x.state === 'met')
    const status = task
      ? t(texts.placeDue, { title: t(task.title), time: clock(task.due_at) })
      : done.length
        ? t(texts.placeDone, { title: done.map((d) => t(d.title)).join(' ') })
        : t(texts.nothingNow)
    return h(
      'div',
      { class: 'line' },
      h('span', { class: 'who' }, place.name),
      onWay
        ? h('small', null, onItsWay(entry))
        : h('small', { class: task ? '' : 'met' }, task ? status : `✓ ${status}`),
      button(
        `open-${place.id}`,
        'link',
        () => toggle(place.id),
        open === place.id ? t(texts.close) : task ? t(texts.report) : t(texts.change),
      ),
      entry?.state === 'refused'
        ? h(
            'p',
            { class: 'wrong', role: 'alert' },
            t(texts.refusedHere, { why: entry.problem?.wrong?.[0]?.reason || entry.problem?.title || '' }),
          )
        : null,
      open === place.id ? form(place) : null,
    )
  }

  /** Of what is open now, the one due first. */
  const dueOf = (place: Place) =>
    place.tasks.filter((x) => x.state === 'open' && Date.parse(x.opens_at) <= serverNow())[0]

  function toggle(id: string): void {
    open = open === id ? undefined : id
    photo = undefined
    said = ''
    show()
  }

  function form(place: Place): HTMLElement {
    const fields = model()?.form.fields || []
    return h(
      'div',
      { class: 'fill' },
      fields
        .filter((f) => f.type !== 'photo')
        .map((f) =>
          field(place.id, f, values, (value, redraw) => {
            values = { ...values, [f.name]: value }
            if (redraw) show()
          }),
        ),
      fields.some((f) => f.type === 'photo') ? camera(place) : null,
    )
  }

  function camera(place: Place): HTMLElement {
    const id = `photo-${place.id}`
    const input = h('input', {
      id,
      type: 'file',
      accept: 'image/*',
      capture: 'environment',
      onchange: (e) => {
        photo = (e.target as HTMLInputElement).files?.[0] || photo
        said = ''
        show()
      },
    })
    return h(
      'div',
      { class: 'camera' },
      h('label', { for: id, class: 'b small' }, photo ? `✓ ${t(texts.photoAgain)}` : t(texts.photo)),
      input,
    )
  }

  function action() {
    const place = current()
    if (!place) return null
    return {
      label: sending ? t(texts.photoSending) : t(texts.sendPlace, { name: place.name }),
      note: said,
      on: !sending,
      press: () => void send(place),
    }
  }

  async function send(place: Place): Promise<void> {
    const shape = model()?.form
    if (!shape || sending) return
    const camera = shape.fields.filter((f) => f.type === 'photo')[0]
    const missing = lacking(
      shape.fields.filter((f) => f.type !== 'photo'),
      values,
    )
    if (camera?.required && !photo) missing.push(t(texts.photo))
    if (missing.length) return tell(t(texts.needed, { names: names(missing) }))
    const observed = instant(now())
    const filled = answers(
      shape.fields.filter((f) => f.type !== 'photo'),
      values,
    )
    if (camera && photo) {
      sending = true
      show()
      try {
        const id = await sendPhoto(photo)
        filled[camera.name] = camera.many ? [id] : id
      } catch (error) {
        sending = false
        return tell(
          error instanceof Refusal && error.status
            ? t(texts.photoFailed, { why: sentence(error, texts.failed) })
            : t(texts.photoLater),
        )
      }
      sending = false
    }
    const entry = lastEntry(place)
    const corrects = !dueOf(place) && entry?.state === 'sent' ? { corrects: entry.body.corrects || entry.id } : {}
    open = undefined
    photo = undefined
    said = ''
    queue.put([
      {
        about: `place.${place.id}`,
        body: {
          form: shape.code,
          form_version: shape.version,
          subject: { place: place.id },
          observed_at: observed,
          answers: filled,
          ...corrects,
        },
      },
    ])
  }

  function tell(words: string): void {
    said = words
    show()
  }

  return { cards, action }
}
