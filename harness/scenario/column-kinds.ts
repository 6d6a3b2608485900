/** What kind each column of a schema has: codecs and generators ask here, so that no value has to be guessed from. */
import { z } from 'zod'

/** The kind of a column; `other` is a schema from text that is not one of ours. */
export type ColumnType = 'text' | 'int' | 'long' | 'double' | 'decimal' | 'boolean' | 'date' | 'other'

export interface ColumnKind {
  readonly type: ColumnType
  /** Whether an empty cell is null. */
  readonly nullable: boolean
}

const kinds = z.registry<ColumnKind>()

/** Notes the kind of a column's schema; refinements of the schema inherit it. Returns the schema. */
export function markKind<Schema extends z.core.$ZodType>(schema: Schema, kind: ColumnKind): Schema {
  kinds.add(schema, kind)
  return schema
}

/** The kind of one column's schema. A plain string schema is text. */
export function kindOf(schema: z.core.$ZodType): ColumnKind {
  return kinds.get(schema) ?? { type: schema instanceof z.ZodString ? 'text' : 'other', nullable: false }
}

/** The columns of a schema by name, or null when it is no object with a fixed set of them. */
export const columnSchemas = (columns: z.core.$ZodType): ReadonlyMap<string, z.core.$ZodType> | null =>
  columns instanceof z.ZodObject ? new Map(Object.entries(columns.shape)) : null

/** The kind of each column of a schema, by name, in the order of the schema. */
export const columnKinds = (columns: z.core.$ZodType): ReadonlyMap<string, ColumnKind> =>
  new Map([...(columnSchemas(columns) ?? [])].map(([name, schema]) => [name, kindOf(schema)]))

/** Whether a schema takes a cell's text as it is and can write it again: coercions and one-way transforms do not. */
export function isCellSchema(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return !('coerce' in schema.def)
  if (schema instanceof z.ZodEnum) return schema.options.every(isText)
  if (schema instanceof z.ZodLiteral) return [...schema.values].every(isText)
  if (schema instanceof z.ZodCodec) return isCellSchema(schema.in)
  if (schema instanceof z.ZodUnion) return schema.options.every(isCellSchema)
  return schema instanceof z.ZodTemplateLiteral
}

const isText = (value: unknown): boolean => typeof value === 'string'
