/** A broker that dies shows first as a connection that breaks; how it died, which is known a moment later, says more. */
import { isAbortedWithin } from '../wait-until.ts'
import { ConnectionLost } from './wire/connection.ts'

// The engine of a busy machine takes seconds to report the end of a container.
const graceMs = 5000

/**
 * The failure that work with a broker failed with; when that was a connection that broke, and the signal of whoever asked for
 * the work is aborted within five seconds, the reason of that.
 */
export async function deathOr(failure: unknown, signal: AbortSignal | undefined): Promise<unknown> {
  if (signal === undefined || !isLoss(failure)) return failure
  return (await isAbortedWithin(graceMs, signal)) ? signal.reason : failure
}

/** Whether it is the loss of a connection, or was caused by one. */
function isLoss(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true
  return error instanceof Error && error.cause !== undefined && isLoss(error.cause)
}
