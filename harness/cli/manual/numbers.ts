/** Reads the numbers of manual steps from the text of their options. */
import { StreamassayError } from '../../errors.ts'
import { leastRowsPerSecond } from '../../scenario/timer-limits.ts'

/** A number of rows per second. @throws StreamassayError `OPTION_INVALID` */
export function rateOf(option: string, word: string): number {
  const value = Number(word)
  if (value >= leastRowsPerSecond && Number.isFinite(value)) return value
  throw noNumber(
    option,
    value > 0 && value < 1 ? `at least ${leastRowsPerSecond.toPrecision(2)}` : 'a number above 0',
    word,
  )
}

/** A whole number from 1 to `most`. @throws StreamassayError `OPTION_INVALID` */
export function wholeNumber(option: string, word: string, most = Number.MAX_SAFE_INTEGER): number {
  if (/^[1-9]\d*$/.test(word) && Number(word) <= most) return Number(word)
  const range = most === Number.MAX_SAFE_INTEGER ? 'above 0' : `from 1 to ${most}`
  throw noNumber(option, `a whole number ${range}`, word)
}

const noNumber = (option: string, expected: string, word: string): StreamassayError =>
  new StreamassayError('OPTION_INVALID', `${option}: expected ${expected}, got ${JSON.stringify(word)}`, {
    remedy: `Give a number, such as ${option} 100.`,
  })
