/** Rows for a job that runs are sent once its sources have their start offsets: one that starts at the latest skips rows sent before. */
import { startsOf } from '../../flink/running/start-offsets.ts'
import type { StackPart } from '../../stack/stack.ts'
import { type Sighting, untilAborted, waitUntil } from '../../wait-until.ts'
import type { StartWait } from './once-running.ts'

/** A topic that a job is to read, and the logs that say so. */
export interface ReadTopic {
  readonly topic: string
  readonly partitions: number
  /** Reads the log of a part of the stack, from the beginning of the run on. */
  readonly readLog: (part: StackPart) => Promise<string>
}

export interface ReadingStart extends StartWait, ReadTopic {}

/**
 * Waits until a source of the job that runs has its start offset in each partition.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT`; the signal's reason
 */
export async function waitForStarts(
  { topic, partitions, readLog }: ReadTopic,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const look = async (): Promise<Sighting<undefined>> => {
    const jobManager = await readLog('jobmanager')
    const early = startsOf({ jobManager, taskManager: '' }, topic)
    const isLeftToClients = early.size === partitions && [...early.values()].includes(null)
    const taskManager = isLeftToClients ? await readLog('taskmanager') : ''
    const starts = startsOf({ jobManager, taskManager }, topic)
    const decided = [...starts.values()].filter((start) => start !== null).length
    if (decided >= partitions) return { found: undefined }
    return {
      seen: starts.size === 0 ? 'no source that reads it' : `start offsets of ${decided} of ${partitions} partitions`,
    }
  }
  await waitUntil(look, {
    ...limits,
    what: `the sources of the job to have their start offsets in ${topic}`,
    intervalMs: 100,
    remedy:
      'Let the job read the topic that `args` receives with a KafkaSource. If it does, and the logs of the cluster do not show it, ' +
      'set `rowsPerSecond` in the scenario: rows are then sent when the operators run.',
  })
}

/**
 * The same pieces, the first of them once a source of the job has its start offset in each partition, or the job is over.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT`; the signal's reason
 */
export async function* onceReading<Piece>(
  pieces: AsyncIterable<Piece>,
  { job, topic, partitions, readLog, timeoutMs, signal: given, onWait }: ReadingStart,
): AsyncGenerator<Piece, void, undefined> {
  const signal = AbortSignal.any([given, job.over])
  onWait?.('waiting until the job reads')
  try {
    await untilAborted(job.running, signal)
    await waitForStarts({ topic, partitions, readLog }, { timeoutMs, signal })
  } catch (error) {
    if (given.aborted || !job.over.aborted) throw error
  }
  yield* pieces
}
