/** A Flink cluster is ready when its TaskManagers have registered and have slots to give. */
import { messageOf, StreamassayError } from '../errors.ts'
import { waitUntil } from '../wait-until.ts'
import { type ClusterOverview, readOverview } from './endpoints.ts'

export interface ClusterWanted {
  /** TaskManagers that must have registered. */
  readonly taskManagers: number
  /** Slots that must be free. */
  readonly slots: number
  readonly timeoutMs: number
  /** Ends the wait from outside, as when a container died; its reason is thrown. */
  readonly signal?: AbortSignal
}

/**
 * Waits until the cluster can take a job. A JobManager that does not answer yet is waited for.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT`
 */
export const waitForCluster = (flinkUrl: string, wanted: ClusterWanted): Promise<ClusterOverview> =>
  waitUntil(
    async (signal) => {
      const overview = await readOverview(flinkUrl, { signal }).catch(notYet)
      if (typeof overview === 'string') return { seen: overview }
      const ready = overview.taskManagers >= wanted.taskManagers && overview.freeSlots >= wanted.slots
      return ready ? { found: overview } : { seen: inWords(overview) }
    },
    {
      what: `Flink at ${flinkUrl} to have ${wanted.taskManagers} TaskManager(s) and ${wanted.slots} free slot(s)`,
      timeoutMs: wanted.timeoutMs,
      ...(wanted.signal && { signal: wanted.signal }),
      remedy: 'Read the logs of the JobManager and the TaskManager, and cancel jobs that hold slots.',
    },
  )

const inWords = ({ taskManagers, slots, freeSlots }: ClusterOverview): string =>
  `${taskManagers} TaskManager(s), ${freeSlots} of ${slots} slots free`

function notYet(error: unknown): string {
  if (error instanceof StreamassayError && error.code === 'FLINK_REST_FAILED') return messageOf(error)
  throw error
}
