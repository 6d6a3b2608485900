/** Rows that a job has skipped: they were sent before it began to read at the latest offset. */
import { startsOf } from '../../flink/running/start-offsets.ts'
import type { ReadingStart } from './once-reading.ts'

/** What to do about them. */
export const skippedRemedy =
  "Let the job start at the earliest offset, or give the scenario `ends: 'when-stopped'`: rows are then sent when the job reads."

/** Describes where a job began to read a topic that only this run has written to; null if that was at its beginning, or is not known. */
export async function skippedRows({ topic, readLog }: Pick<ReadingStart, 'topic' | 'readLog'>): Promise<string | null> {
  const [jobManager, taskManager] = await Promise.all([readLog('jobmanager'), readLog('taskmanager')]).catch(() => [])
  if (jobManager === undefined || taskManager === undefined) return null
  const late = [...startsOf({ jobManager, taskManager }, topic)].find(([, start]) => (start ?? 0n) > 0n)
  if (late === undefined) return null
  const [partition, start] = late
  return `the job began to read partition ${partition} of ${topic} at offset ${start}: it skipped the rows that had been sent before`
}
