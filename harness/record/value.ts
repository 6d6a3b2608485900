/** Values on the wire: JSON that keeps what JavaScript's own loses. */
import { isUtf8 } from 'node:buffer'

import { messageOf } from '../errors.ts'
import { thrownAt } from '../scenario/fault/thrown-at.ts'
import { parseJson } from './json-source.ts'
import { asDoubles, type NumberReader } from './numbers.ts'

/** What a record's value says, or the bytes as they came (null: there were none) and why they say nothing. */
export type DecodedValue = { readonly decoded: unknown } | { readonly raw: Uint8Array | null; readonly problem: string }

/**
 * UTF-8 JSON as a value, Python's `NaN`, `Infinity` and `-Infinity` included.
 *
 * A number is a JavaScript number where that is exact: every double, and integers of up to 53 bits; a longer integer is a
 * bigint, and a number with more digits than a double holds a `Decimal`. `10` and `10.0` are both 10. Of equal keys the last
 * one counts, as it does in Python.
 *
 * @throws SyntaxError when the bytes are not UTF-8, or not JSON
 */
export function decodeJson(bytes: Uint8Array, numbers: NumberReader = asDoubles): unknown {
  if (!isUtf8(bytes)) throw new SyntaxError('not UTF-8')
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
  const hasNames = /NaN|Infinity/.test(text)
  // A reviver makes parsing several times slower, and few texts need one.
  if (!hasNames && !numbers.concerns.test(text)) return parse(text)
  const standIn = hasNames ? freshZero(text) : null
  return parse(standIn === null ? text : withoutNames(text, standIn), (name, value, { source }) => {
    if (typeof value !== 'number' || source === undefined) return value
    if (source === standIn) return Number.NaN
    return numbers.read(source, value, name)
  })
}

/**
 * What a record's value says, by the format's own decoder when given; never throws. No value at all (a tombstone) is a
 * problem too: no job is expected to write one.
 */
export function decodeValue(
  value: Uint8Array | null,
  decode: (value: Uint8Array) => unknown = (bytes) => decodeJson(bytes),
): DecodedValue {
  if (value === null) return { raw: null, problem: 'no value (tombstone)' }
  try {
    return { decoded: decode(value) }
  } catch (error) {
    return { raw: value, problem: `${messageOf(error)}${decode === decodeJson ? '' : thrownAt(error)}` }
  }
}

function parse(...args: Parameters<typeof parseJson>): unknown {
  try {
    return parseJson(...args)
  } catch (error) {
    throw new SyntaxError(`not JSON: ${messageOf(error)}`, { cause: error })
  }
}

/** A way to write zero that the text does not contain: where it is seen afterwards, it was put. */
function freshZero(text: string): string {
  const longestRun = (text.match(/0+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0)
  return `0e${'0'.repeat(longestRun + 1)}`
}

/** The text with its bare names replaced by numbers that JSON knows; strings are matched first, and left alone. */
const withoutNames = (text: string, nanStandIn: string): string =>
  text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\w.+-])NaN\b|(?<![\w.])Infinity\b/gs, (token) => {
    if (token === 'NaN') return nanStandIn
    // Too large for a double: JSON.parse makes it infinite, and keeps the sign before it.
    return token === 'Infinity' ? '1e999' : token
  })
