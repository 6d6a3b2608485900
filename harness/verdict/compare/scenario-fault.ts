/** A function of the scenario that fails on a row which the reference gives. */
import { messageOf, StreamassayError } from '../../errors.ts'
import { thrownAt } from '../../scenario/fault/thrown-at.ts'
import type { ExpectedRow } from '../../scenario/reference/reading.ts'

/** A `SCENARIO_INVALID` with the input line that the row comes from. */
export function functionFailed(
  option: 'identity' | 'order',
  { line }: Pick<ExpectedRow<unknown>, 'line'>,
  { remedy, cause }: { readonly remedy: string; readonly cause: unknown },
): StreamassayError {
  const where = line === null ? 'the sentinel' : `input line ${line}`
  return new StreamassayError(
    'SCENARIO_INVALID',
    `the scenario's ${option} function failed on the row expected for ${where}: ${messageOf(cause)}${thrownAt(cause)}`,
    { remedy, cause },
  )
}
