/** Records that go into one topic one by one, each awaited in another before the next one goes. */
import type { KafkaSession } from '../../harness/kafka/session.ts'
import { decodeValue } from '../../harness/record/value.ts'
import type { Sender } from '../baselines/kafkajs-sender.ts'
import type { Sample } from '../figure.ts'
import { within } from '../ground.ts'
import { spreadOf } from '../statistics.ts'
import { createTopic } from './drain.ts'

export interface Way {
  readonly kafka: KafkaSession
  readonly sender: Sender
  readonly signal: AbortSignal
  readonly input: string
  /** May be the input itself: then there is no job on the way. */
  readonly output: string
  /** Is sent every time; one row comes out of it. */
  readonly record: string
}

export interface RoundTrips extends AsyncDisposable {
  /** Every trip so far but the first one. */
  readonly tookMs: readonly number[]
  /** Makes the first trip, which waits for whatever is still to start. */
  first(): Promise<void>
  /** Makes so many trips; their median. */
  block(count: number): Promise<Sample>
}

const firstTimeoutMs = 60_000
const timeoutMs = 10_000

/** Creates the topics, and begins to read the one where the rows come out. */
export async function openRoundTrips(way: Way): Promise<RoundTrips> {
  const { kafka, sender, signal, input, output, record } = way
  for (const topic of new Set([input, output])) await createTopic(kafka, topic, signal)
  let arrived = Promise.withResolvers<void>()
  const reading = kafka.read({ topic: output, decode: decodeValue, take: () => arrived.resolve(), signal })
  const trip = async (limitMs: number): Promise<number> => {
    arrived = Promise.withResolvers()
    const beganMs = performance.now()
    await sender.send(input, record)
    await within(`a row in ${output}`, limitMs, AbortSignal.any([signal, reading.failed]), () => arrived.promise)
    return performance.now() - beganMs
  }
  const tookMs: number[] = []
  return {
    tookMs,
    first: async () => void (await trip(firstTimeoutMs)),
    block: async (count) => {
      const took: number[] = []
      for (let at = 0; at < count; at += 1) took.push(await trip(timeoutMs))
      tookMs.push(...took)
      return { value: spreadOf(took).median }
    },
    [Symbol.asyncDispose]: () => reading[Symbol.asyncDispose](),
  }
}
