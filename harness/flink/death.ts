/** A container that dies shows first as a refused connection; how it died, which is known a moment later, says more. */
import { StreamassayError } from '../errors.ts'
import { isAbortedWithin } from '../wait-until.ts'

// The engine of a busy machine takes seconds to report the end of a container. A cluster that refuses something answers: it may
// be a TaskManager that has died.
const graceMs = { lost: 5000, refused: 1000 }

/**
 * Returns the outcome of work over REST.
 *
 * @throws the signal's reason if the work failed and the signal is aborted soon; else the error of the work
 */
export async function orDeath<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  try {
    return await work
  } catch (error) {
    if (signal !== undefined && error instanceof StreamassayError && error.code === 'FLINK_REST_FAILED') {
      // Only an error without an answer has a cause.
      const { lost, refused } = graceMs
      if (await isAbortedWithin(error.cause === undefined ? refused : lost, signal)) throw signal.reason
    }
    throw error
  }
}
