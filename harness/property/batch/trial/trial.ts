/** The trial of sentinels on the live job: which of them mark a place, whether order is kept, and which came out wrong. */
import { compare } from '../../../verdict/compare/compare.ts'
import { canonicalText, type Tolerance } from '../../../verdict/compare/equality.ts'
import type { ObservedRow } from '../../../verdict/comparison.ts'
import type { Sentinel } from '../../arbitrary/sentinels.ts'
import { isSameRow } from '../batch.ts'

export interface Trial<Row> {
  /** The sentinels that mark a place, each with the output that it has on this job. */
  readonly marks: readonly Sentinel<Row>[]
  /** Those of which something else came out than the reference says, or nothing: each is a failure that was found. */
  readonly broken: readonly Sentinel<Row>[]
  /** False when all came out as expected, but not in the order in which they went in. */
  readonly isOrdered: boolean
}

/**
 * Judges what came out of a job that was sent nothing but sentinels, in their order.
 *
 * A job that is wrong may still give each of them an output of its own: these mark the places just as well, and the faults
 * of such a job can be looked for among the cases, where there are smaller ones to be found.
 */
export function judgeTrial<Row>(
  sentinels: readonly Sentinel<Row>[],
  observed: readonly ObservedRow[],
  tolerance: Tolerance,
): Trial<Row> {
  const texts = observed.map(({ value }) => ('decoded' in value ? canonicalText(value.decoded) : null))
  if (isEveryEqual(texts, sentinels)) return { marks: sentinels, broken: [], isOrdered: true }
  if (isShuffled(sentinels, observed, texts, tolerance)) return { marks: [], broken: [], isOrdered: false }
  return { ...(learned(sentinels, observed, texts, tolerance) ?? thoseSeen(sentinels, texts)), isOrdered: true }
}

/** True if all came out within the tolerance, and not one behind the other as they went in. */
function isShuffled<Row>(
  sentinels: readonly Sentinel<Row>[],
  observed: readonly ObservedRow[],
  texts: readonly (string | null)[],
  tolerance: Tolerance,
): boolean {
  if (observed.length !== sentinels.length || texts.includes(null)) return false
  if (sentinels.every(({ out }, at) => isRight(out, observed[at], tolerance))) return false
  const expected = sentinels.map(({ out }) => ({ out, line: null }))
  const { counts } = compare<unknown>({
    expected,
    observed,
    identity: () => 'none',
    tolerance: Object.fromEntries(tolerance),
    order: 'any',
  })
  return counts.matched === sentinels.length
}

const isEveryEqual = (texts: readonly (string | null)[], sentinels: readonly Sentinel<unknown>[]): boolean =>
  texts.length === sentinels.length && texts.every((text, at) => text === sentinels[at]?.text)

/** As many rows as sentinels, and no two alike: each is that of its sentinel, right or wrong. */
function learned<Row>(
  sentinels: readonly Sentinel<Row>[],
  observed: readonly ObservedRow[],
  texts: readonly (string | null)[],
  tolerance: Tolerance,
): Omit<Trial<Row>, 'isOrdered'> | null {
  if (texts.length !== sentinels.length || new Set(texts).size < texts.length || texts.includes(null)) return null
  const marks = sentinels.map((sentinel, at): Sentinel<Row> => {
    const value = observed[at]?.value
    return { row: sentinel.row, out: value && 'decoded' in value ? value.decoded : undefined, text: texts[at] ?? '' }
  })
  return { marks, broken: sentinels.filter(({ out }, at) => !isRight(out, observed[at], tolerance)) }
}

const isRight = (out: unknown, row: ObservedRow | undefined, tolerance: Tolerance): boolean =>
  row !== undefined && isSameRow(out, row, tolerance)

/** Some came out right and in their order, and nothing else did; else there is nothing to go by. */
function thoseSeen<Row>(
  sentinels: readonly Sentinel<Row>[],
  texts: readonly (string | null)[],
): Omit<Trial<Row>, 'isOrdered'> {
  const seen = new Set(texts)
  const marks = sentinels.filter(({ text }) => seen.has(text))
  if (isEveryEqual(texts, marks)) return { marks, broken: sentinels.filter(({ text }) => !seen.has(text)) }
  return { marks: [], broken: sentinels }
}
