/** Accuracy: a million rows through a job whose TaskManager is killed in the middle, with what guards against that and without. */
import { appendTimes } from '../../../bench/ours/append-times.ts'
import { openStack } from '../../../harness/open-stack.ts'
import { accountOf, dropEvidence, runDays } from '../ground/days-run.ts'
import { type ExperimentGround, fullRows } from '../ground/ground.ts'
import { killTaskManager } from '../ground/killed-taskmanager.ts'
import type { KilledRun } from '../measurements.ts'

type Guard = Pick<KilledRun, 'delivery' | 'checkpointsMs'>

const checkpointsMs = 2_000
const guards: readonly Guard[] = [
  { delivery: 'exactly-once', checkpointsMs },
  { delivery: 'at-least-once', checkpointsMs },
  { delivery: 'at-least-once', checkpointsMs: null },
]
/** Of the rows that the job is to write, this share are written when its TaskManager is killed. */
const killedAtShare = 0.5
/** A little more than a third of the days are rainy. */
const rainyShare = 506 / 1461

/** How many records of so many rows' output are there when the TaskManager is killed. */
export const killedAfter = (rows: number): number => Math.round(rows * rainyShare * killedAtShare)

/** Flink's settings for a job that restarts: until its TaskManager is back each start finds no slot, and counts. */
export const anew: Readonly<Record<string, string>> = {
  'restart-strategy.type': 'fixed-delay',
  'restart-strategy.fixed-delay.attempts': '100',
  'restart-strategy.fixed-delay.delay': '1 s',
}

export async function measure(ground: ExperimentGround): Promise<readonly KilledRun[]> {
  const runs: KilledRun[] = []
  for (const guard of guards) {
    const killed = await runKilled(guard, ground)
    const { verdict, reason, killedAt, jobSeconds } = killed
    ground.tell(`${nameOf(guard)}: killed at ${killedAt} records, ${Math.round(jobSeconds)} s, ${verdict}: ${reason}`)
    runs.push(killed)
  }
  return runs
}

const nameOf = ({ delivery, checkpointsMs: every }: Guard): string =>
  `${delivery}, ${every === null ? 'no checkpoints' : `checkpoints every ${every} ms`}`

/** On a stack of its own: that its TaskManager died is what the stack would tell the next run. */
async function runKilled({ delivery, checkpointsMs: every }: Guard, ground: ExperimentGround): Promise<KilledRun> {
  const { signal } = ground
  const rows = ground.rows(fullRows)
  await using stack = await openStack({ signal })
  const killing = killTaskManager(stack, killedAfter(rows), signal)
  const ended = await runDays(
    {
      rows,
      jobOptions: ['--delivery', delivery],
      flinkConfiguration: {
        ...anew,
        ...(every !== null && { 'execution.checkpointing.interval': `${every} ms` }),
      },
    },
    { stack: killing.stack, signal, report: killing.report },
  )
  const { records } = await killing.done()
  const held = await stack.kafka.recordsIn(ended.output.name, { timeoutMs: 10_000, signal })
  const { longestPauseMs } = await appendTimes(stack.kafka, ended.output.name, signal)
  const { job, counts, verdict, reason } = ended
  // A run that could not be judged has shown nothing, and its evidence stays.
  if (verdict === 'unknown') throw new Error(`a run was not judged: ${ended.report}`)
  if (job.restarts === null || job.restarts === 0) throw new Error(`the job was never restarted: ${ended.report}`)
  await dropEvidence(ended)
  return {
    delivery,
    checkpointsMs: every,
    sent: counts.sent,
    account: accountOf(ended),
    verdict,
    reason,
    restarts: job.restarts,
    killedAt: records,
    uncounted: Number(held) - counts.observed,
    stillSeconds: longestPauseMs / 1000,
    jobSeconds: (job.durationMs ?? Number.NaN) / 1000,
  }
}
