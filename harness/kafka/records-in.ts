/** How many records a topic has been given, whoever has sent them. */
import { StreamassayError } from '../errors.ts'
import type { EndLimits } from './drain/output-reading.ts'
import type { Clients } from './wire/clients.ts'
import { offsetsOf } from './wire/cluster.ts'
import { reasonOf } from './wire/error-reason.ts'

/**
 * The sum of the end offsets of all partitions of a topic from which nothing is ever removed.
 *
 * @throws StreamassayError `KAFKA_DRAIN_FAILED` when the broker does not answer in time
 */
export async function recordsIn(clients: Clients, name: string, { timeoutMs, signal }: EndLimits): Promise<bigint> {
  const limit = AbortSignal.timeout(timeoutMs)
  const either = signal ? AbortSignal.any([limit, signal]) : limit
  try {
    const ends = await clients.use(async (cluster) => offsetsOf(await cluster.topic(name), 'end'), either)
    return ends.reduce((sum, end) => sum + end, 0n)
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    const why = limit.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(error)
    throw new StreamassayError('KAFKA_DRAIN_FAILED', `cannot tell how many records ${name} holds: ${why}`, {
      remedy: "See the broker's log.",
      cause: error,
    })
  }
}
