/** Rows that a job has skipped: they were sent before it began to read at the latest offset. */
import { startsOf } from '../../flink/running/start-offsets.ts'
import type { ReadingStart } from './once-reading.ts'

/** What to do about them. */
export const skippedRemedy =
  "Let the job start at the earliest offset, or set `ends: 'when-stopped'` in the scenario: rows are then sent after the job has started to read."

/** Describes where a job began to read a topic that only this run has written to; null if that was at its beginning, or is not known. */
export async function skippedRows({ topic, readLog }: Pick<ReadingStart, 'topic' | 'readLog'>): Promise<string | null> {
  const [jobManager, taskManager] = await Promise.all([readLog('jobmanager'), readLog('taskmanager')]).catch(() => [])
  if (jobManager === undefined || taskManager === undefined) return null
  const late = [...startsOf({ jobManager, taskManager }, topic)].find(([, start]) => (start ?? 0n) > 0n)
  if (late === undefined) return null
  const [partition, start] = late
  return `the job started to read partition ${partition} of ${topic} at offset ${start} and skipped the rows before it`
}
