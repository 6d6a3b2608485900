/** How many records a topic has been given, whoever has sent them. */
import { StreamassayError } from '../errors.ts'
import type { Clients } from './wire/clients.ts'
import { offsetsOf } from './wire/cluster.ts'
import { within, type WorkLimits } from './wire/within.ts'

/**
 * The sum of the end offsets of all partitions of a topic from which nothing is ever removed.
 *
 * @throws StreamassayError `KAFKA_DRAIN_FAILED` when the broker does not answer in time
 */
export const recordsIn = (clients: Clients, name: string, limits: WorkLimits): Promise<bigint> =>
  within(limits, {
    run: async (signal) => {
      const ends = await clients.use(async (cluster) => offsetsOf(await cluster.topic(name), 'end'), signal)
      return ends.reduce((sum, end) => sum + end, 0n)
    },
    overtime: 'no answer',
    failed: (why, cause) =>
      new StreamassayError('KAFKA_DRAIN_FAILED', `cannot tell how many records ${name} holds: ${why}`, {
        remedy: "Read the broker's log.",
        cause,
      }),
  })
