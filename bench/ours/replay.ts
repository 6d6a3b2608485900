/** Our own replay, measured by itself on a broker. */
import type { KafkaSession } from '../../harness/kafka/session.ts'
import { prepare } from '../../harness/run/prepare.ts'
import { replayRows } from '../../harness/run/replay-rows.ts'
import { daysScenario, writeDays } from '../days.ts'
import { timed } from '../ground.ts'

const timeoutMs = 120_000

/** Sent records: how long it took, and how large one was on average, its key included. */
export interface ReplayedDays {
  readonly seconds: number
  readonly recordBytes: number
}

/** Replays the CSV of so many days into a topic as a run does: parsed, encoded, sent, acknowledged. */
export async function replayDays(
  kafka: KafkaSession,
  topic: string,
  rows: number,
  signal: AbortSignal,
): Promise<ReplayedDays> {
  await writeDays(rows)
  const prepared = await prepare(daysScenario(rows))
  let sizeBytes = 0
  const counting: Pick<KafkaSession, 'replay'> = {
    replay: (options) =>
      kafka.replay({
        ...options,
        records: counted(options.records, ({ key, value }) => {
          sizeBytes += (value?.byteLength ?? 0) + (key?.byteLength ?? 0)
        }),
      }),
  }
  const plan = { kafka: counting, topic, timeoutMs, signal, onProgress: () => undefined }
  const { seconds } = await timed(() => replayRows(prepared, plan))
  return { seconds, recordBytes: Math.round(sizeBytes / rows) }
}

async function* counted<One>(pieces: AsyncIterable<readonly One[]>, count: (one: One) => void) {
  for await (const piece of pieces) {
    piece.forEach(count)
    yield piece
  }
}
