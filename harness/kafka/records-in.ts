/** How many records a topic has been given, whoever has sent them. */
import { StreamassayError } from '../errors.ts'
import { mostGibOfPartition } from './topics.ts'
import type { Clients } from './wire/clients.ts'
import { offsetsOf } from './wire/cluster.ts'
import { within, type WorkLimits } from './wire/within.ts'

/**
 * The sum of the end offsets of all partitions of a topic from which nothing has been removed.
 *
 * @throws StreamassayError `KAFKA_DRAIN_FAILED` when the broker does not answer in time, or has deleted records
 */
export const recordsIn = (clients: Clients, name: string, limits: WorkLimits): Promise<bigint> =>
  within(limits, {
    run: async (signal) => {
      const [starts, ends] = await clients.use(async (cluster) => {
        const topic = await cluster.topic(name)
        return Promise.all([offsetsOf(topic, 'start'), offsetsOf(topic, 'end')])
      }, signal)
      for (const [partition, start] of starts.entries()) if (start > 0n) throw deleted(name, partition, start)
      return ends.reduce((sum, end) => sum + end, 0n)
    },
    overtime: 'no answer',
    failed: (why, cause) =>
      new StreamassayError('KAFKA_DRAIN_FAILED', `cannot tell how many records ${name} holds: ${why}`, {
        remedy: "Read the broker's log.",
        cause,
      }),
  })

const deleted = (name: string, partition: number, start: bigint): StreamassayError =>
  new StreamassayError(
    'KAFKA_DRAIN_FAILED',
    `partition ${partition} of ${name} starts at offset ${start}: the broker deleted earlier records`,
    {
      remedy: `Send less, or give the topic more partitions: a broker of streamassay keeps ${mostGibOfPartition} GiB of each. A job that writes into its own input fills it as well.`,
    },
  )
