/** One scenario through every stage: the whole control flow. */
import { messageOf } from './errors.ts'
import { evidencePath } from './evidence/evidence-folder.ts'
import { newRunId } from './evidence/run-id.ts'
import { writeEvidence } from './evidence/write-evidence.ts'
import { type Drained, drain } from './kafka/drain/drain.ts'
import type { Ledger } from './kafka/replay/replay.ts'
import { createRunTopics } from './kafka/topics.ts'
import type { Report } from './progress.ts'
import { type DecodedValue, decodeValue } from './record/value.ts'
import { fromHere, isScenarioAtFault, prepare, type PreparedScenario } from './run/prepare.ts'
import { type Replayed, replayRows } from './run/replay-rows.ts'
import { type JobEnd, runJob } from './run/run-job.ts'
import { Stages } from './run/stages.ts'
import { deathOf, logsOf, takeStack } from './run/stack-of-run.ts'
import { ownVersions } from './run/versions.ts'
import type { Scenario } from './scenario/scenario.ts'
import type { Stack } from './stack/stack.ts'
import { compare } from './verdict/compare/compare.ts'
import type { Comparison } from './verdict/comparison.ts'
import { judge } from './verdict/judge.ts'
import { renderReport } from './verdict/report/report.ts'
import { countsOf, noJob, type RunAccount } from './verdict/run-account.ts'

export interface RunOptions {
  /** Takes the stack to run on; whoever gives it releases it. */
  readonly stack: () => Promise<Stack>
  /** The command that does the same run again. */
  readonly rerunCommand: string
  /** Whether the stack outlives the run, so that the report names its Web UI. */
  readonly isStackKept?: boolean
  /** Hears of each of `runSteps`. */
  readonly report?: Report
  /** Ends the run from outside; its reason is thrown. */
  readonly signal?: AbortSignal
}

/** A run that has ended: its account, and the same as text. */
export interface Run<Out = unknown> extends RunAccount {
  readonly comparison: Comparison<Out> | null
  /** The report as text, verdict first. */
  readonly report: string
}

/** The longest that each stage may take; a job's is the scenario's to choose. */
const limitsMs = { topics: 30_000, replay: 30 * 60_000, drain: 10 * 60_000 }

/** What is known so far of a run that may end at any stage. */
interface Known<Out> {
  ledger: Ledger | null
  replayed: Replayed<Out> | null
  ended: JobEnd
  drained: Drained | null
  comparison: Comparison<Out> | null
  problem: string | null
}

/**
 * Checks a scenario's files, then takes it through every stage; see `runPrepared`.
 *
 * @throws StreamassayError as `prepare` and `runPrepared` say
 */
export async function run<Row, Out>(scenario: Scenario<Row, Out>, options: RunOptions): Promise<Run<Out>> {
  return runPrepared(await prepare(scenario), options)
}

/**
 * Replays the input, runs the job, reads its output back and accounts for every row; the evidence is on disk afterwards.
 *
 * Once there is a stack, whatever goes wrong is told by the run's verdict and reason: a job that fails is a `fail`, what
 * keeps the job from being judged is `unknown`.
 *
 * @throws StreamassayError when no stack can be had, the run is interrupted, the scenario itself is at fault
 * (`REFERENCE_FAILED`, `SCENARIO_INVALID`, `CSV_CHANGED`, `RECORD_UNENCODABLE`), or the evidence cannot be written
 */
export async function runPrepared<Row, Out>(
  prepared: PreparedScenario<Row, Out>,
  options: RunOptions,
): Promise<Run<Out>> {
  const { scenario } = prepared
  const startedAt = new Date()
  const runId = newRunId(scenario.name, startedAt)
  const stages = new Stages(options.report ?? (() => undefined))
  const known: Known<Out> = {
    ledger: null,
    replayed: null,
    ended: { job: noJob },
    drained: null,
    comparison: null,
    problem: null,
  }
  await stages.step('input', async () => [
    undefined,
    `${fromHere(scenario.input.path)}, ${prepared.csv.rows} rows, all sound; job ${scenario.job.module}`,
  ])
  const stack = await takeStack(options.stack, stages)
  const outputTopic = `${runId}-out`
  try {
    await throughStages(prepared, { stack, runId, outputTopic, stages, known, options })
  } catch (error) {
    options.signal?.throwIfAborted()
    if (isScenarioAtFault(error)) throw error
    known.problem = messageOf(error)
  }
  const stackDeath = await deathOf(stack, known.ended.job)
  const { ledger, replayed, ended, drained, comparison, problem } = known
  const account: RunAccount & { readonly comparison: Comparison<Out> | null } = {
    scenario: scenario.name,
    runId,
    startedAt,
    ...judge({
      problem,
      stackDeath,
      ledger,
      job: ended.job,
      drainedToKnownEnd: drained?.reachedEnd ?? false,
      comparison,
    }),
    rerunCommand: options.rerunCommand,
    inputs: prepared.inputs,
    counts: countsOf(ledger, comparison),
    comparison,
    job: ended.job,
    timingsMs: stages.timingsMs(),
    versions: { ...ownVersions, ...stack.versions },
    fixturePath: fromHere(scenario.input.path),
    outputTopic,
    isStackAlive: options.isStackKept ?? false,
    evidencePath: evidencePath(runId),
  }
  await writeEvidence({
    run: account,
    expected: replayed?.expected ?? [],
    observed: drained?.rows ?? [],
    logs: await logsOf(stack),
    ...(ended.rawExceptions !== undefined && { exceptions: ended.rawExceptions }),
  })
  return { ...account, report: renderReport(account) }
}

interface Travel<Out> {
  readonly stack: Stack
  readonly runId: string
  readonly outputTopic: string
  readonly stages: Stages
  readonly known: Known<Out>
  readonly options: RunOptions
}

/** The stages from the topics to the comparison; what each finds is noted in `known` as soon as it is known. */
async function throughStages<Row, Out>(
  prepared: PreparedScenario<Row, Out>,
  { stack, runId, outputTopic, stages, known, options }: Travel<Out>,
): Promise<void> {
  const { scenario } = prepared
  const { inputPartitions = 1, outputPartitions = 1 } = scenario
  const signal = options.signal ? AbortSignal.any([stack.dead, options.signal]) : stack.dead
  const inputTopic = `${runId}-in`
  const topics = { brokers: stack.brokersForJobs, inputTopic, outputTopic, groupId: runId }

  await stages.step('topics', async () => {
    const wanted = [
      { name: inputTopic, partitions: inputPartitions },
      { name: outputTopic, partitions: outputPartitions },
    ]
    const limits = { timeoutMs: limitsMs.topics, signal }
    await stages.time('topics', () => createRunTopics(stack.brokers, wanted, limits))
    return [undefined, `${inputTopic}, ${outputTopic}`]
  })

  const replayed = await stages.step('replay', async (tell) => {
    const plan = {
      brokers: stack.brokers,
      topic: inputTopic,
      timeoutMs: limitsMs.replay,
      signal,
      onProgress: (soFar: Ledger) => {
        known.ledger = soFar
        tell(`${soFar.acknowledged} records acknowledged`)
      },
    }
    const sent = await stages.time('replay', () => replayRows(prepared, plan))
    return [sent, `${sent.ledger.acknowledged} of ${sent.ledger.sent} records acknowledged`]
  })
  known.replayed = replayed
  known.ledger = replayed.ledger

  known.ended = await stages.step('job', async (tell) => {
    const ended = await runJob(prepared, {
      stack,
      topics,
      signal,
      stages,
      tell,
      onSubmitted: (job) => (known.ended = { job }),
    })
    return [ended, ended.job.state ?? 'never started']
  })

  const drained = await stages.step('output', async () => {
    const { format } = scenario
    const decode = (value: Uint8Array | null): DecodedValue => decodeValue(value, format?.decode)
    const plan = { brokers: stack.brokers, topic: outputTopic, decode, timeoutMs: limitsMs.drain, signal }
    const read = await stages.time('drain', () => drain(plan))
    return [read, `${read.rows.length} records, read to the end`]
  })
  known.drained = drained

  known.comparison = await stages.step('comparison', async () => {
    const { expected, inputPartitionOf } = replayed
    const { identity, tolerance, delivery } = scenario
    const rows = { expected, observed: drained.rows, inputPartitionOf }
    const comparison = await stages.time('compare', () => compare({ ...rows, identity, tolerance, delivery }))
    return [comparison, `${comparison.counts.matched} of ${comparison.counts.expected} expected rows matched`]
  })
}
