/** The type-crossing job by pyflink-jobs/crossing/DESCRIPTION.md: what is promised of values of the declared type. */

/** The Flink types of which something is promised: what comes of an ARRAY depends on where Python runs. */
export const flinkTypes = [
  'INT',
  'LONG',
  'FLOAT',
  'DOUBLE',
  'STRING',
  'BOOLEAN',
  'LIST',
  'TUPLE',
  'ROW',
  'PICKLED',
] as const
export type FlinkType = (typeof flinkTypes)[number]

export interface Probe {
  readonly id: string
  readonly type: FlinkType
  /** JSON as Python reads it. */
  readonly value: string
}

export interface Crossed {
  readonly id: string
  readonly type: FlinkType | ''
  readonly kind: string
  readonly value: unknown
}

/** JSON.parse as it is since Node 21, which TypeScript has no types for. */
const parseJson = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown

/** Python's JSON: integers of any size, `NaN`, the infinities. That a number is a float is lost in JavaScript, and told here. */
function read(text: string): { value: unknown; isFloat: boolean } {
  if (/^(NaN|-?Infinity)$/.test(text)) return { value: Number(text), isFloat: true }
  let isFloat = false
  const value = parseJson(text, (_key, field, { source }) => {
    if (typeof field !== 'number' || source === undefined) return field
    if (!/^-?\d+$/.test(source)) isFloat = true
    return Number.isSafeInteger(field) || isFloat ? field : BigInt(source)
  })
  return { value, isFloat }
}

/** What a value is called in Python when it has come back as the type that it crossed in. */
const kinds: Readonly<Record<Exclude<FlinkType, 'PICKLED'>, string>> = {
  INT: 'int',
  LONG: 'int',
  FLOAT: 'float',
  DOUBLE: 'float',
  STRING: 'str',
  BOOLEAN: 'bool',
  LIST: 'list',
  TUPLE: 'tuple',
  ROW: 'Row',
}

const isWhole = (bits: number, value: unknown): boolean =>
  (typeof value === 'number' || typeof value === 'bigint') && BigInt.asIntN(bits, BigInt(value)) === BigInt(value)
const isLongs = (value: unknown): boolean => Array.isArray(value) && value.every((one) => isWhole(64, one))
const isPair = (value: unknown): value is readonly [unknown, unknown] => Array.isArray(value) && value.length === 2
const isText = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed()

/** Whether a value is of the type; nothing is promised of any other. */
const isOfType: Readonly<Record<FlinkType, (value: unknown, isFloat: boolean) => boolean>> = {
  INT: (value, isFloat) => !isFloat && isWhole(32, value),
  LONG: (value, isFloat) => !isFloat && isWhole(64, value),
  FLOAT: (_value, isFloat) => isFloat,
  DOUBLE: (_value, isFloat) => isFloat,
  STRING: isText,
  BOOLEAN: (value) => typeof value === 'boolean',
  LIST: (value, isFloat) => !isFloat && isLongs(value),
  TUPLE: (value, isFloat) => !isFloat && isPair(value) && isWhole(64, value[0]) && isText(value[1]),
  ROW: (value, isFloat) =>
    !isFloat &&
    isPair(value) &&
    (value[0] === null || isWhole(64, value[0])) &&
    (value[1] === null || isText(value[1])),
  PICKLED: () => true,
}

/** What the value is when it is back. @throws Error when nothing is promised of such a value */
export function cross({ id, type, value: text }: Probe): Crossed {
  const { value, isFloat } = read(text)
  if (value === null) return { id, type: '', kind: 'NoneType', value: null }
  if (!isOfType[type](value, isFloat)) throw new Error(`nothing is promised of ${text} as ${type}`)
  const kind = type === 'PICKLED' ? pythonKind(value, isFloat) : kinds[type]
  return { id, type, kind, value: type === 'FLOAT' ? Math.fround(Number(value)) : value }
}

function pythonKind(value: unknown, isFloat: boolean): string {
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return 'dict'
  return isFloat ? 'float' : 'int'
}

export const isNamed = ({ id }: Crossed): boolean => id !== ''
