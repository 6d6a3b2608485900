/** The numbers that manual steps are told, read from the words that they were written as. */
import { StreamassayError } from '../../errors.ts'

/** Any number above 0. @throws StreamassayError `OPTION_INVALID` */
export function aboveZero(option: string, word: string): number {
  const value = Number(word)
  if (value > 0 && Number.isFinite(value)) return value
  throw noNumber(option, 'a number above 0', word)
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
