/** A container that dies shows first as a refused connection; how it died, which is known a moment later, says more. */
import { StreamassayError } from '../errors.ts'
import { isAbortedWithin } from '../wait-until.ts'

const graceMs = 1000

/**
 * The outcome of work over REST, or the signal's reason when the work failed for want of an answer and the signal is
 * aborted within a second.
 */
export async function orDeath<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  try {
    return await work
  } catch (error) {
    if (signal !== undefined && error instanceof StreamassayError && error.code === 'FLINK_REST_FAILED') {
      if (await isAbortedWithin(graceMs, signal)) throw signal.reason
    }
    throw error
  }
}
