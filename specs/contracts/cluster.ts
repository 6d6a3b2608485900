/** A Flink cluster of its own for a spec file, without Kafka: a JobManager and a TaskManager, gone with the file. */
import { test as plainTest } from 'vitest'

import { waitForCluster } from '../../harness/flink/cluster.ts'
import { packageJob } from '../../harness/flink/submission/package-job.ts'
import { type Submission, submitJob } from '../../harness/flink/submission/submit-job.ts'
import { chooseReaper } from '../../harness/open-stack.ts'
import { stackImages } from '../../harness/setup/image/image-recipe.ts'
import { setUp } from '../../harness/setup/set-up.ts'
import { FlinkContainer } from '../../harness/stack/containers.ts'
import { connectEngine } from '../../harness/stack/engine/engine.ts'
import { containerLog } from '../../harness/stack/logs.ts'
import { openScope } from '../../harness/stack/scope.ts'
import { type Hang, hangOf } from './hang.ts'

// A fixture is set up within the time of the first test that asks for it.
/** What hangs of it is the JobManager. */
export interface TestCluster extends AsyncDisposable, Hang {
  readonly flinkUrl: string
  /** The JobManager's log so far. */
  readonly log: () => Promise<string>
  /** Ends the JobManager on the spot. */
  kill(): Promise<void>
  /** Submits the probe of flink-jobs/ with a command line. */
  submit(args: readonly string[], more?: Partial<Submission>): Promise<{ jobId: string }>
}

/** Starts a cluster with four slots and waits until it can take a job. */
async function startCluster(): Promise<TestCluster> {
  await using release = new AsyncDisposableStack()
  await setUp()
  const [{ pyflink }, scope] = [await stackImages(), release.use(await openScope(await chooseReaper()))]
  // By its name it need not ask a JobManager that is not there yet.
  const named = { 'taskmanager.host': 'taskmanager' }
  const [jobManager] = await Promise.all([
    scope.start('jobmanager', new FlinkContainer(pyflink, 'jobmanager', {})),
    scope.start('taskmanager', new FlinkContainer(pyflink, 'taskmanager', named)),
  ])
  const flinkUrl = `http://${jobManager.getHost()}:${jobManager.getMappedPort(8081)}`
  await waitForCluster(flinkUrl, { taskManagers: 1, slots: 4, timeoutMs: 60_000 })
  const probe = await packageJob({ root: new URL('flink-jobs', import.meta.url).pathname, module: 'probe.job' })
  const container = (await connectEngine()).getContainer(jobManager.getId())
  const log = () => containerLog(container, new Date(0))
  const held = release.move()
  return {
    flinkUrl,
    log,
    ...hangOf(container),
    kill: () => container.kill(),
    submit: (args, more) =>
      submitJob({
        flinkUrl,
        python: '/opt/streamassay/python/warm-python',
        package: probe,
        module: 'probe.job',
        args,
        readJobManagerLog: log,
        ...more,
      }),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

/** vitest's `test` with a `cluster` that the specs of a file share. */
export const test = plainTest.extend('cluster', { scope: 'file' }, async ({}, { onCleanup }) => {
  const cluster = await startCluster()
  onCleanup(() => cluster[Symbol.asyncDispose]())
  return cluster
})
