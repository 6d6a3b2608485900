/** Rows that could not be judged: why, and what to do about it. */
import { StreamassayError } from '../../errors.ts'
import { skippedRemedy } from '../../run/live/skipped-rows.ts'

/** Why rows could not be judged. `WAIT_TIMED_OUT` only if the job read them and did not end in its time: they may be why. */
export function unjudged(
  reason: string,
  { isLate, hasSkipped }: { readonly isLate: boolean; readonly hasSkipped: boolean },
): StreamassayError {
  const code = isLate && !hasSkipped ? 'WAIT_TIMED_OUT' : 'STACK_FAILED'
  const remedy = hasSkipped ? skippedRemedy : unjudgedRemedy
  return new StreamassayError(code, `these rows could not be judged: ${reason}`, { remedy })
}

const unjudgedRemedy =
  'Check in the Web UI what the job waits for (operators that stay CREATED need more free slots), or allow it more time (`jobTimeoutMs`).'
