/** What becomes of values that are not of the Flink type they cross in, as measured: in process mode, and in thread mode. */

interface Raised {
  readonly raises: string
  readonly message: string
}

/**
 * What came back, or the exception that ended the job; or, where chance decides, a Python worker that died or an
 * exception.
 */
export type Outcome = { readonly kind: string; readonly value: unknown } | Raised | { readonly diesOr: Raised }

export interface Surprise {
  /** The type, as the type-crossing job names it. */
  readonly type: string
  /** How the value crosses: as a field of a Row when not given. */
  readonly way?: 'bare' | 'pair'
  /** JSON as Python reads it. */
  readonly value: string
  readonly process: Outcome
  readonly thread: Outcome
}

const came = (kind: string, value: unknown): Outcome => ({ kind, value })
const raises = (type: string, message: string): Raised => ({ raises: type, message })
/** Java's complaint about what Python gave it in thread mode. */
const notCast = (given: string, wanted: string): Outcome =>
  raises('java.lang.ClassCastException', `class java.${given} cannot be cast to class java.${wanted}`)
const noInteger = raises('TypeError', 'an integer is required')
const noNull = raises('java.lang.NullPointerException', '')
const noEncode = (kind: string): Outcome => raises('AttributeError', `'${kind}' object has no attribute 'encode'`)

export const surprises: readonly Surprise[] = [
  {
    type: 'INT',
    value: '2147483648',
    process: raises('OverflowError', 'value too large to convert to int32_t'),
    thread: came('int', -2_147_483_648),
  },
  { type: 'INT', value: '1.5', process: came('int', 1), thread: notCast('lang.Double', 'lang.Long') },
  { type: 'INT', value: 'true', process: came('int', 1), thread: notCast('lang.Boolean', 'lang.Long') },
  { type: 'INT', value: '"5"', process: noInteger, thread: notCast('lang.String', 'lang.Long') },
  { type: 'INT', value: 'null', way: 'bare', process: noNull, thread: noNull },
  {
    type: 'LONG',
    value: '9223372036854775808',
    process: raises('OverflowError', 'Python int too large to convert to C long'),
    thread: raises('OverflowError', 'int too big to convert'),
  },
  { type: 'FLOAT', value: '1', process: came('float', 1), thread: notCast('lang.Long', 'lang.Double') },
  { type: 'DOUBLE', value: '1', process: came('float', 1), thread: notCast('lang.Long', 'lang.Double') },
  {
    type: 'DOUBLE',
    value: '9007199254740993',
    process: came('float', 9_007_199_254_740_992),
    thread: notCast('lang.Long', 'lang.Double'),
  },
  { type: 'STRING', value: '1', process: noEncode('int'), thread: notCast('lang.Long', 'lang.String') },
  {
    type: 'STRING',
    value: String.raw`"\ud800"`,
    process: raises(
      'UnicodeEncodeError',
      String.raw`'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed`,
    ),
    thread: raises('UnicodeDecodeError', 'utf-16-le'),
  },
  { type: 'STRING', value: 'null', way: 'bare', process: came('NoneType', null), thread: came('NoneType', null) },
  { type: 'BOOLEAN', value: '2', process: came('bool', true), thread: notCast('lang.Long', 'lang.Boolean') },
  { type: 'BOOLEAN', value: '"false"', process: noInteger, thread: notCast('lang.String', 'lang.Boolean') },
  { type: 'LIST', value: '[1.5]', process: came('list', [1]), thread: notCast('lang.Double', 'lang.Long') },
  { type: 'LIST', value: '[1, null]', process: noInteger, thread: noNull },
  {
    type: 'LIST',
    value: '"12"',
    process: raises('TypeError', 'Expected list, got str'),
    thread: notCast('lang.String', 'util.List'),
  },
  {
    type: 'ARRAY',
    value: '[1, null]',
    way: 'pair',
    process: came('list', [1, null]),
    thread: came('tuple', [1, null]),
  },
  {
    type: 'ARRAY',
    value: 'null',
    way: 'pair',
    process: raises('TypeError', "object of type 'NoneType' has no len()"),
    thread: raises('TypeError', "'NoneType' object is not iterable"),
  },
  { type: 'TUPLE', value: '[null, "a"]', process: noInteger, thread: noNull },
  {
    type: 'ROW',
    value: '[1]',
    // A field is read behind the end of the list: what lies there is chance.
    process: { diesOr: raises('AttributeError', "has no attribute 'encode'") },
    thread: came('Row', [1, null]),
  },
  {
    type: 'ROW',
    value: '[1, "a", 2]',
    process: came('Row', [1, 'a']),
    thread: raises('IndexError', 'list index out of range'),
  },
  {
    type: 'ROW',
    value: '{"number": 1, "text": "a"}',
    process: raises('AttributeError', "'dict' object has no attribute 'get_fields_by_names'"),
    thread: raises('AttributeError', "'dict' object has no attribute '_values'"),
  },
  { type: 'PICKLED', value: '{"b": 1}', process: came('dict', { b: 1 }), thread: came('dict', { b: 1 }) },
  {
    type: 'PICKLED',
    value: 'null',
    way: 'bare',
    process: raises('java.lang.IllegalArgumentException', 'The record must not be null.'),
    thread: raises('java.lang.IllegalArgumentException', 'The record must not be null.'),
  },
]

const ways = { row: 'field of a `Row`', bare: 'alone', pair: 'in a tuple' }

/** An outcome as docs/type-surprises.md writes it. */
const outcomeText = (outcome: Outcome): string => {
  if ('diesOr' in outcome) return `ends the worker without an exception, or ${outcomeText(outcome.diesOr)}`
  if ('raises' in outcome) {
    const type = outcome.raises.replace(/^.*\./, '')
    return outcome.message === '' ? `raises ${type}` : `raises ${type}: ${outcome.message}`
  }
  return `\`${JSON.stringify(outcome.value)}\` (${outcome.kind})`
}

/** A line of the table in docs/type-surprises.md. */
export const surpriseLine = ({ type, way, value, process, thread }: Surprise): string =>
  `| ${type} | ${ways[way ?? 'row']} | \`${value}\` | ${outcomeText(process)} | ${outcomeText(thread)} |`
