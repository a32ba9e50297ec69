/** The form beside the page: each field with both titles, what it takes and what is refused. */

import { Loaded, SidePanel } from '#web/console/shared/index.ts'
import { type Say, useLanguage, useText } from '#web/console/text.ts'
import type { FormSchema } from '../playbook/form-schema.ts'
import type { MeasureView } from '../schema.ts'
import { useForm } from './queries.ts'
import { texts } from './texts.ts'

export function FormPanel({ measure, close }: { measure: MeasureView; close: () => void }) {
  const t = useText()
  const query = useForm(measure.form)
  const title = query.data ? t(query.data.title) : t(measure.title)
  return (
    <SidePanel
      title={t(texts.formTitle, { form: title })}
      subtitle={measure.form ? t(texts.formVersion, { version: measure.form.version }) : undefined}
      onClose={close}
      width={440}
    >
      <Loaded query={query}>{(form) => <Fields schema={form.schema as FormSchema} />}</Loaded>
      {measure.watch && (
        <div className="orders-watch">
          <h3>{t(texts.watch)}</h3>
          <p>{t(measure.watch)}</p>
        </div>
      )}
    </SidePanel>
  )
}

function Fields({ schema }: { schema: FormSchema }) {
  return (
    <ol className="orders-fields">
      {Object.entries(schema.properties ?? {}).map(([name, field]) => (
        <Field key={name} name={name} field={field} required={schema.required?.includes(name) ?? false} />
      ))}
    </ol>
  )
}

function Field({ name, field, required }: { name: string; field: FormSchema; required: boolean }) {
  const t = useText()
  const language = useLanguage()
  const other = field['x-title']?.[language === 'zh' ? 'en' : 'zh']
  const inner =
    field.type === 'array' && field.items?.type === 'object' ? field.items : field.type === 'object' ? field : undefined
  return (
    <li>
      <p>
        <b>{field['x-title'] ? t(field['x-title']) : name}</b>{' '}
        {other && <span lang={language === 'zh' ? 'en' : 'zh-CN'}>{other}</span>}{' '}
        <small>{t(required ? texts.required : texts.optional)}</small>
      </p>
      <p className="row-note">{wordsOf(field, t)}</p>
      {field['x-hint'] && <p className="row-note">{t(field['x-hint'])}</p>}
      {inner && <Fields schema={inner} />}
    </li>
  )
}

/** What a field takes, in words. */
function wordsOf(field: FormSchema, t: Say): string {
  const labels = (of: FormSchema) =>
    (of.enum ?? [])
      .map((word) => (of['x-labels']?.[word] ? t(of['x-labels'][word]) : word))
      .join(t(texts.listSeparator))
  if (field['x-photo']) return t(texts.photo)
  if (field.enum) return t(texts.choices, { words: labels(field) })
  if (field.type === 'array')
    return field.items?.enum ? t(texts.manyChoices, { words: labels(field.items) }) : t(texts.perEntry)
  if (field.type === 'boolean') return t(texts.yesNo)
  if (field.format === 'uuid') return t(texts.chosenName)
  if (field.type === 'number' || field.type === 'integer') return rangeOf(field, t)
  return field.maxLength === undefined ? '' : t(texts.freeText, { max: field.maxLength })
}

function rangeOf(field: FormSchema, t: Say): string {
  if (field.minimum === undefined || field.maximum === undefined) return field['x-unit'] ?? ''
  const number = (n: number) => (field['x-decimals'] ? n.toFixed(field['x-decimals']) : n.toLocaleString('en-US'))
  const range = t(texts.range, { min: number(field.minimum), max: number(field.maximum), unit: field['x-unit'] ?? '' })
  return field['x-again']
    ? range + t(texts.clauseSeparator) + t(texts.rangePlausible, { again: t(field['x-again']) })
    : range
}
