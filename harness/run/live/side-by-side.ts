/** Stages that go on at the same time, as they do for a job that never ends: it reads while its input is still sent. */
import type { Ledger } from '../../kafka/replay/replay.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { untilAborted } from '../../wait-until.ts'
import type { RunOutput } from '../output.ts'
import type { SidesPlan } from '../sides.ts'
import { defaultJobTimeoutMs, type JobPlan } from '../job/run-job.ts'
import type { PreparedJob } from '../job/submit-scenario.ts'
import { type StoppedOutput, stopWhenRead } from './stop-when-read.ts'

/** Waits for all of the work; the first failure aborts `failure`, which ends the rest, and is thrown when all have ended. */
export async function together<const Work extends readonly Promise<unknown>[]>(
  failure: AbortController,
  work: Work,
): Promise<{ -readonly [K in keyof Work]: Awaited<Work[K]> }> {
  for (const each of work) each.catch((error: unknown) => failure.abort(error))
  await Promise.allSettled(work)
  failure.signal.throwIfAborted()
  return Promise.all(work)
}

/** How a job ends that reads while its rows are sent. */
export const endOfLive = <Row, Out>(
  replayed: Promise<Ledger>,
  output: Pick<RunOutput<Out>, 'sentinelSeen' | 'isUndecided'> & StoppedOutput,
  prepared: Pick<PreparedJob<Row, Out>, 'scenario' | 'sides'>,
  sides: Omit<SidesPlan, 'signal'>,
): Pick<JobPlan, 'proven' | 'stop'> =>
  prepared.scenario.ends === 'never'
    ? sentinelAfter(replayed, output, prepared.scenario)
    : stopWhenRead(replayed, prepared, sides, output)

const openTransaction = 'rows are in an open transaction'
const commit =
  'Turn on checkpointing, because an exactly-once sink commits with a checkpoint: `enable_checkpointing` in the job, or `execution.checkpointing.interval` in the flinkConfiguration of the scenario.'

/**
 * What proves a job that never ends: all records have been sent, and then, within the scenario's `jobTimeoutMs`, all that
 * the sentinel should give has come out. Gives null when it has, else what is missing.
 */
export const sentinelAfter = <Row, Out>(
  replayed: Promise<unknown>,
  { sentinelSeen, isUndecided }: Pick<RunOutput<Out>, 'sentinelSeen' | 'isUndecided'>,
  { jobTimeoutMs = defaultJobTimeoutMs }: Scenario<Row, Out>,
): Pick<JobPlan, 'proven'> => ({
  proven: async (signal) => {
    await untilAborted(replayed, signal)
    const limit = AbortSignal.timeout(jobTimeoutMs)
    try {
      await untilAborted(sentinelSeen, AbortSignal.any([signal, limit]))
      return null
    } catch (error) {
      if (signal.aborted || !limit.aborted) throw error
      const unproven = `the output of the sentinel is missing ${jobTimeoutMs / 1000} s after all rows were sent`
      return (await isUndecided()) ? { unproven: `${unproven}: ${openTransaction}`, remedy: commit } : { unproven }
    }
  },
})
