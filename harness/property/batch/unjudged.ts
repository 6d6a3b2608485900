/** Rows that could not be judged: why, and what to do about it. */
import { StreamassayError } from '../../errors.ts'

/**
 * Why rows could not be judged, with the remedy for what was found. `WAIT_TIMED_OUT` only if nothing was, and the job did not
 * end in its time: the rows may be why.
 */
export function unjudged(
  reason: string,
  { isLate, remedy }: { readonly isLate: boolean; readonly remedy: string | null },
): StreamassayError {
  const code = isLate && remedy === null ? 'WAIT_TIMED_OUT' : 'STACK_FAILED'
  return new StreamassayError(code, `these rows could not be judged: ${reason}`, { remedy: remedy ?? unjudgedRemedy })
}

const unjudgedRemedy =
  'Check in the Web UI what the job waits for (operators that stay CREATED need more free slots), or allow it more time (`jobTimeoutMs`).'
