/** Values as a person reads them: JSON with nothing invisible in it, cut to a length. */
import { jsonText } from '../../record/json-text.ts'
import { Decimal } from '../../scenario/decimal.ts'
import { plain } from '../compare/equality.ts'

/** Deeper than this a value is cut off; no reader follows, and a value may contain itself. */
const deepest = 50

/** Names whose text is kept: the columns of a run are few, and each is written with every row. */
const namesLimit = 1000
const nameTexts = new Map<string, string>()

/** A value as JSON, in the dialect of the wire (`NaN` as it is, bigint as digits); `(missing)` for undefined. Never throws. */
export const valueText = (value: unknown): string => textOf(value, 0) ?? '(missing)'

/** Lists, fields and literals are all that JSON can say; null for what is not there. */
function textOf(value: unknown, depth: number): string | null {
  const onWire = plain(value)
  if (onWire === undefined) return null
  if (typeof onWire !== 'object' || onWire === null || onWire instanceof Decimal) return jsonText(onWire)
  if (depth === deepest) return '"…"'
  if (Array.isArray(onWire)) return `[${Array.from(onWire, (element) => textOf(element, depth + 1) ?? 'null').join()}]`
  let fields = ''
  for (const name of Object.keys(onWire)) {
    const field = textOf((onWire as Readonly<Record<string, unknown>>)[name], depth + 1)
    if (field !== null) fields += `${fields === '' ? '' : ','}${nameText(name)}:${field}`
  }
  return `{${fields}}`
}

function nameText(name: string): string {
  const known = nameTexts.get(name)
  if (known !== undefined) return known
  const text = JSON.stringify(name)
  if (nameTexts.size < namesLimit) nameTexts.set(name, text)
  return text
}

/** A value for a reader's eyes: characters that do not show are written as escapes. */
export const visibleText = (value: unknown): string => visible(valueText(value))

/** The text with control characters, zero-width and direction marks as `\uXXXX`. */
export const visible = (text: string): string =>
  text.replace(
    // oxlint-disable-next-line no-control-regex -- finding control characters is what this is for
    /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** A text of several lines as one, with nothing invisible in it. */
export const oneLine = (text: string): string => visible(text.trim().replace(/\s*\n\s*/g, ' '))

/** The text in at most `limit` characters, those around `focus` for preference; `…` stands where it was cut. */
export function shortened(text: string, limit: number, focus = 0): string {
  if (text.length <= limit) return text
  const start = Math.max(0, Math.min(focus - Math.floor(limit / 2), text.length - limit))
  const end = start + limit
  const kept = text.slice(start === 0 ? 0 : start + 1, end === text.length ? end : end - 1)
  // Half a surrogate pair at either end would print as a question mark.
  const whole = kept.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '')
  return `${start === 0 ? '' : '…'}${whole}${end === text.length ? '' : '…'}`
}

/** Two texts shortened around the first character in which they differ. */
export function shortenedPair(a: string, b: string, limit: number): [string, string] {
  let focus = 0
  while (focus < Math.min(a.length, b.length) && a[focus] === b[focus]) focus += 1
  return [shortened(a, limit, focus), shortened(b, limit, focus)]
}

/** So many of something, in words: `1 row`, `2,013 rows`. */
export const counted = (number: number, what: string): string =>
  `${number.toLocaleString('en-GB')} ${what}${number === 1 ? '' : 's'}`
