/** d: from the request to a job id of the same job, over REST, by `flink run` on a stock cluster, and by `flink run` on ours. */
import { packageJob } from '../../harness/flink/submission/package-job.ts'
import { submitJob } from '../../harness/flink/submission/submit-job.ts'
import { watchJob } from '../../harness/flink/watch-job.ts'
import { openStack } from '../../harness/open-stack.ts'
import { stackLabel } from '../../harness/stack/cleanup/labels.ts'
import type { Stack } from '../../harness/stack/stack.ts'
import { type BareScripts, openBareScripts } from '../baselines/bare-script.ts'
import { timedOn } from '../cpu.ts'
import { figureOf, type Sample } from '../figure.ts'
import type { Ground, Letter } from '../ground.ts'
import { containerOf, copyInto, runIn } from '../in-container.ts'
import { interleave } from '../interleave.ts'
import { runProgram } from '../program.ts'

const timeoutMs = 60_000
const job = { root: 'pyflink-jobs', module: 'weather.job' }
const [input, output] = ['bench-submission-in', 'bench-submission-out']
/** Nothing is in the input: the job ends as soon as it runs, and the next measurement has the cluster for itself. */
const jobArguments = ['--brokers', 'kafka:9092', '--input', input, '--output', output, '--group', 'bench', '--bounded']

export const measure: Letter = async (ground) => {
  await using stack = await openStack({ signal: ground.signal })
  await using scripts = await openBareScripts(ground)
  await scripts.run('cluster.sh', ['up'])
  for (const kafka of [containerOf(stack.id, 'kafka'), scripts.containerOf('kafka')]) await createTopics(kafka, ground)
  const ours = oursOf(stack, ground)
  const stock = await stockOf(scripts, ground)
  const jobManager = containerOf(stack.id, 'jobmanager')
  await copyInto(jobManager, { from: job.root, to: '/tmp/jobs' }, ground)
  const oursByCommandLine = { ...ours, submit: () => byCommandLine(jobManager, '/tmp/jobs', ground) }
  const sides = {
    ours: () => submitOnce(ours, ground),
    'flink run': () => submitOnce(stock, ground),
    'flink run on ours': () => submitOnce(oursByCommandLine, ground),
  }
  ground.tell('warming the clusters by a submission of each kind')
  for (const submit of Object.values(sides)) await submit()
  const samples = await interleave(ground.runs, sides, ground.tell)
  return [
    figureOf(
      { id: 'd', what: 'submission over REST / `flink run` on a stock cluster', unit: 's' },
      samples.ours,
      samples['flink run'],
    ),
    figureOf(
      { id: 'd-same-cluster', what: 'submission over REST / `flink run` on our cluster', unit: 's' },
      samples.ours,
      samples['flink run on ours'],
    ),
  ]
}

interface Target {
  readonly label: string
  readonly flinkUrl: string
  /** Gives the job's id. */
  readonly submit: () => Promise<string>
}

/** Measures a submission, and waits until its job has ended. */
async function submitOnce({ label, flinkUrl, submit }: Target, { signal }: Ground): Promise<Sample> {
  let jobId = ''
  const sample = await timedOn(label, async () => {
    jobId = await submit()
  })
  await watchJob({ flinkUrl, jobId, timeoutMs, signal })
  return sample
}

/** The packaging is a part of it, as `flink run` packs too. */
const oursOf = ({ id, flinkUrl, python, log }: Stack, { signal }: Ground): Target => ({
  label: `${stackLabel}=${id}`,
  flinkUrl,
  submit: async () => {
    const submitted = await submitJob({
      flinkUrl,
      python,
      package: await packageJob(job),
      module: job.module,
      args: jobArguments,
      signal,
      readJobManagerLog: () => log('jobmanager', new Date(0)),
    })
    return submitted.jobId
  },
})

async function stockOf({ label, containerOf: named }: BareScripts, ground: Ground): Promise<Target> {
  const jobManager = named('jobmanager')
  const { output: address } = await runProgram('docker', ['port', jobManager, '8081'], { signal: ground.signal })
  return {
    label,
    flinkUrl: `http://${address.trim()}`,
    submit: () => byCommandLine(jobManager, '/jobs', ground),
  }
}

async function byCommandLine(container: string, jobs: string, ground: Ground): Promise<string> {
  const command = ['flink', 'run', '-d', '-pyfs', jobs, '-py', `${jobs}/weather/job.py`, ...jobArguments]
  const said = await runIn({ container, command, timeoutMs }, ground)
  const jobId = /JobID ([0-9a-f]{32})/.exec(said)?.[1]
  if (jobId === undefined) throw new Error(`flink run gave no job id: ${said}`)
  return jobId
}

async function createTopics(container: string, ground: Ground): Promise<void> {
  const create = ['kafka-topics', '--bootstrap-server', 'kafka:9092', '--create', '--topic']
  for (const topic of [input, output]) await runIn({ container, command: [...create, topic], timeoutMs }, ground)
}
