/**
 * The part of JSON Schema 2020-12 that a form may use, with our `x-` words for titles, units and labels.
 * A form is drawn on screens and checked by the thousand a second, so it is kept to what both can do well.
 */
import type { Text } from '#platform/texts.ts'

/** One field of a form. Objects and lists hold further fields. */
export interface FormSchema {
  type: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  'x-title'?: Text
  'x-hint'?: Text
  'x-unit'?: string
  /** What each word of `enum` is called. */
  'x-labels'?: Record<string, Text>
  /** What to do after a wrong answer: "please measure again". */
  'x-again'?: Text
  /** The limits tell what can be true: beyond them a person is asked again and a device's value is kept and flagged. */
  'x-plausible'?: boolean
  /** Decimals shown. */
  'x-decimals'?: number
  /** The text is the id of a photo sent before. */
  'x-photo'?: boolean
  /** A list in which this field of the entries may not repeat. */
  'x-unique-by'?: string
  properties?: Record<string, FormSchema>
  required?: string[]
  additionalProperties?: false
  items?: FormSchema
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  enum?: string[]
  minLength?: number
  maxLength?: number
  format?: 'uuid' | 'date' | 'date-time'
  minimum?: number
  maximum?: number
  multipleOf?: number
}

const Name = '^[A-Za-z][A-Za-z0-9_]{0,39}$'
const count = { type: 'integer', minimum: 0, maximum: 5000 } as const
const words = {
  type: 'object',
  properties: { zh: { type: 'string', minLength: 1 }, en: { type: 'string', minLength: 1 } },
  required: ['zh', 'en'],
  additionalProperties: false,
} as const
const field = { $ref: '#/$defs/field' } as const

/** What a form's schema must look like, as JSON Schema; a field holds fields, so it names itself. */
export const formMetaSchema = {
  $defs: {
    field: {
      type: 'object',
      additionalProperties: false,
      required: ['type'],
      properties: {
        type: { enum: ['object', 'array', 'string', 'number', 'integer', 'boolean'] },
        'x-title': words,
        'x-hint': words,
        'x-again': words,
        'x-unit': { type: 'string', maxLength: 12 },
        'x-labels': { type: 'object', additionalProperties: words },
        'x-plausible': { type: 'boolean' },
        'x-decimals': { type: 'integer', minimum: 0, maximum: 3 },
        'x-photo': { type: 'boolean' },
        'x-unique-by': { type: 'string', pattern: Name },
        properties: { type: 'object', additionalProperties: field, propertyNames: { pattern: Name } },
        required: { type: 'array', items: { type: 'string' }, uniqueItems: true },
        additionalProperties: { const: false },
        items: field,
        minItems: count,
        maxItems: count,
        uniqueItems: { type: 'boolean' },
        enum: { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', minLength: 1, maxLength: 48 } },
        minLength: count,
        maxLength: count,
        format: { enum: ['uuid', 'date', 'date-time'] },
        minimum: { type: 'number' },
        maximum: { type: 'number' },
        multipleOf: { type: 'number', exclusiveMinimum: 0 },
      },
    },
  },
  $ref: '#/$defs/field',
} as const
