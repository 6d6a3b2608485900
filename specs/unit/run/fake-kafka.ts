/** Kafka's part of a run without a broker: every record is taken, and the output is what a spec says. */
import type { DrainOptions, Drained } from '../../../harness/kafka/drain/drain.ts'
import type { Ledger, ReplayOptions } from '../../../harness/kafka/replay/replay.ts'

/** What a run did, in order, and what it is to find. */
export const kafka = {
  did: [] as string[],
  /** The values in the output topic. */
  output: [] as string[],
  /** Thrown by the stage that it is named after. */
  failure: {} as { topics?: unknown; drain?: unknown },
}

export const fakeTopics = {
  createRunTopics: async (_brokers: string, wanted: readonly { partitions: number }[]): Promise<void> => {
    kafka.did.push(`topics of ${wanted.map(({ partitions }) => partitions).join(' and ')}`)
    if (kafka.failure.topics !== undefined) throw kafka.failure.topics
  },
}

export const fakeReplay = {
  replay: async ({ topic, records, onProgress }: ReplayOptions): Promise<Ledger> => {
    let sent = 0
    for await (const _ of records) sent += 1
    kafka.did.push(`replay of ${sent}`)
    const ledger = { topic, sent, acknowledged: sent, entries: [] }
    onProgress?.(ledger)
    return ledger
  },
}

export const fakeDrain = {
  loadReader: async (): Promise<void> => undefined,
  drain: async ({ decode }: DrainOptions): Promise<Drained> => {
    kafka.did.push('drain')
    if (kafka.failure.drain !== undefined) throw kafka.failure.drain
    const rows = kafka.output.map((text, at) => ({
      partition: 0,
      offset: BigInt(at),
      timestampMs: 0,
      value: decode(Buffer.from(text)),
    }))
    return { rows, ends: [BigInt(rows.length)], reachedEnd: true }
  },
}
