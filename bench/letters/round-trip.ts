/** h: one record in, its row out, of a job that keeps running: tuned, by Flink's defaults, in both modes, and by Kafka alone. */
import { packageJob } from '../../harness/flink/submission/package-job.ts'
import { submitJob } from '../../harness/flink/submission/submit-job.ts'
import { openKafkaSession } from '../../harness/kafka/session.ts'
import { openStack } from '../../harness/open-stack.ts'
import { settingsOf } from '../../harness/run/job/job-settings.ts'
import type { Stack } from '../../harness/stack/stack.ts'
import { openSender } from '../baselines/kafkajs-sender.ts'
import { type Figure, figureOfMany } from '../figure.ts'
import type { Ground, Letter } from '../ground.ts'
import { interleave } from '../interleave.ts'
import { openRoundTrips, type RoundTrips } from '../ours/round-trips.ts'
import { percentile } from '../statistics.ts'

const job = { root: 'pyflink-jobs', module: 'weather.job' }
/** A row that the job lets pass. */
const record = '{"date":"2012-01-02","precipitation":10.9,"temp_max":10.6,"temp_min":2.8,"wind":4.5,"weather":"rain"}'
/** Trips in each round; by Flink's defaults one takes two seconds. */
const quick = 60
const slow = 4

/** How jobs are told to work, and how many trips a round has then. */
const kinds = {
  'process-tuned': { settings: settingsOf({ ends: 'never', mode: 'process' }), trips: quick },
  'process-default': { settings: { 'python.execution-mode': 'process' }, trips: slow },
  'thread-tuned': { settings: settingsOf({ ends: 'never', mode: 'thread' }), trips: quick },
  'thread-default': { settings: { 'python.execution-mode': 'thread' }, trips: slow },
} as const
type Kind = keyof typeof kinds

export const measure: Letter = async (ground) => {
  await using release = new AsyncDisposableStack()
  const stack = release.use(await openStack({ signal: ground.signal }))
  const kafka = release.use(openKafkaSession(stack.brokers))
  const sender = release.use(await openSender(stack.brokers))
  const open = async (input: string, output: string): Promise<RoundTrips> =>
    release.use(await openRoundTrips({ kafka, sender, signal: ground.signal, input, output, record }))

  const alone = await open('bench-alone', 'bench-alone')
  await alone.first()
  const sides: Record<string, () => ReturnType<RoundTrips['block']>> = { 'Kafka alone': () => alone.block(quick) }
  const took = new Map<string, readonly number[]>()
  for (const kind of Object.keys(kinds) as Kind[]) {
    ground.tell(`starting a job that keeps running: ${kind}`)
    const trips = await open(`bench-${kind}-in`, `bench-${kind}-out`)
    await submit(stack, kind, ground)
    await trips.first()
    sides[kind] = () => trips.block(kinds[kind].trips)
    took.set(kind, trips.tookMs)
  }
  await interleave(ground.runs, sides, ground.tell)
  return [
    ...figuresOf('process', took),
    ...figuresOf('thread', took),
    ownFigure('h-kafka', 'produce and fetch by Kafka alone, p50', alone.tookMs, 0.5),
    ownFigure('h-kafka-p95', 'produce and fetch by Kafka alone, p95', alone.tookMs, 0.95),
  ]
}

function figuresOf(mode: 'process' | 'thread', took: ReadonlyMap<string, readonly number[]>): Figure[] {
  const tuned = took.get(`${mode}-tuned`) ?? []
  const plain = took.get(`${mode}-default`) ?? []
  const unit = 'ms' as const
  // The letter alone is the mode that a scenario has when it says nothing.
  const id = mode === 'process' ? 'h' : 'h-thread'
  const [p50, p95] = [percentile(tuned, 0.5), percentile(tuned, 0.95)]
  return [
    figureOfMany(
      { id, what: `round trip, ${mode} mode, p50, tuned / Flink's defaults`, unit },
      tuned.length,
      p50,
      percentile(plain, 0.5),
    ),
    figureOfMany(
      { id: `h-${mode}-p95`, what: `round trip, ${mode} mode, p95, tuned / Flink's defaults`, unit },
      tuned.length,
      p95,
      percentile(plain, 0.95),
    ),
    figureOfMany(
      { id: `h-${mode}-tail`, what: `round trip, ${mode} mode, tuned: p95 / p50`, unit },
      tuned.length,
      p95,
      p50,
    ),
  ]
}

const ownFigure = (id: string, what: string, tookMs: readonly number[], share: number): Figure =>
  figureOfMany({ id, what, unit: 'ms' }, tookMs.length, percentile(tookMs, share))

async function submit({ flinkUrl, python, log }: Stack, kind: Kind, { signal }: Ground): Promise<void> {
  await submitJob({
    flinkUrl,
    python,
    package: await packageJob(job),
    module: job.module,
    args: `--brokers kafka:9092 --group ${kind} --input bench-${kind}-in --output bench-${kind}-out`.split(' '),
    flinkConfiguration: kinds[kind].settings,
    name: kind,
    signal,
    readJobManagerLog: () => log('jobmanager', new Date(0)),
  })
}
