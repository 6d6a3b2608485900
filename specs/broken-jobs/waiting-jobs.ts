/** Failing jobs that a limit of some seconds ends: they wait for it together, as waiting needs no processor. */
import type { Run } from 'streamassay'
import type { SpecStack } from 'streamassay/vitest'

import { readJobs } from '../../harness/flink/endpoints.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import type { FailingJobName } from './failing-jobs.ts'

type RunFailing = (stack: SpecStack, name: FailingJobName) => Promise<Run>

const first: readonly FailingJobName[] = ['never comes back from map', 'is started anew for ever']
/** The log assigns its client to it only until the next job starts: it is the last one. */
const last: FailingJobName = 'cannot reach its broker'

/** Runs each job as `runAlone` does; all that wait begin with the first that is asked for. */
export function waitingTogether(runAlone: RunFailing): RunFailing {
  let runs: ReadonlyMap<FailingJobName, Promise<Run>> | undefined
  return (stack, name) => {
    if (name !== last && !first.includes(name)) return runAlone(stack, name)
    runs ??= startAll(stack, runAlone)
    return runs.get(name) ?? runAlone(stack, name)
  }
}

function startAll(stack: SpecStack, runAlone: RunFailing): ReadonlyMap<FailingJobName, Promise<Run>> {
  const runs = new Map(first.map((name) => [name, runAlone(stack, name)]))
  runs.set(
    last,
    untilRunning(stack, first.length).then(() => runAlone(stack, last)),
  )
  // Each is awaited by its own test.
  for (const run of runs.values()) run.catch(() => undefined)
  return runs
}

const untilRunning = ({ flinkUrl }: SpecStack, count: number): Promise<true> =>
  waitUntil(
    async (signal) => {
      const running = (await readJobs(flinkUrl, { signal })).filter(({ status }) => !endStates.has(status))
      return running.length >= count ? { found: true } : { seen: `${running.length} jobs` }
    },
    { what: `${count} jobs to run`, timeoutMs: 30_000, remedy: 'Look at the runs of the other jobs.' },
  )

const endStates: ReadonlySet<string> = new Set(['FINISHED', 'FAILED', 'CANCELED'])
