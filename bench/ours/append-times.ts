/** When the rows of a topic were appended to it, by the broker's clock. */
import type { KafkaSession } from '../../harness/kafka/session.ts'

const timeoutMs = 60_000

export interface AppendTimes {
  readonly rows: number
  /** In milliseconds since 1970; of no rows `firstMs` is infinite and `lastMs` 0. */
  readonly firstMs: number
  readonly lastMs: number
  /** The longest that nothing was appended to a partition, between two rows of it. */
  readonly longestPauseMs: number
}

/** Reads a topic that grows no more; a run's output topic has the times of the broker. */
export async function appendTimes(
  kafka: Pick<KafkaSession, 'read'>,
  topic: string,
  signal: AbortSignal,
): Promise<AppendTimes> {
  let [rows, firstMs, lastMs, longestPauseMs] = [0, Infinity, 0, 0]
  const latestMs = new Map<number, number>()
  await using reading = kafka.read({
    topic,
    decode: (raw) => ({ raw, problem: 'nobody asked' }),
    take: (some) => {
      rows += some.length
      for (const { partition, timestampMs } of some) {
        if (timestampMs === null) continue
        firstMs = Math.min(firstMs, timestampMs)
        lastMs = Math.max(lastMs, timestampMs)
        longestPauseMs = Math.max(longestPauseMs, timestampMs - (latestMs.get(partition) ?? timestampMs))
        latestMs.set(partition, timestampMs)
      }
    },
    signal,
  })
  await reading.toEnd({ timeoutMs, signal })
  return { rows, firstMs, lastMs, longestPauseMs }
}
