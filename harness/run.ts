/** One scenario through every stage: the whole control flow. */
import { messageOf, remedyOf } from './errors.ts'
import { newRunId } from './evidence/run-id.ts'
import { type EvidenceWriter, openEvidence } from './evidence/write-evidence.ts'
import type { Ledger, Progress } from './kafka/replay/replay.ts'
import type { Report } from './progress.ts'
import { evidenceOfFailure } from './run/failure-evidence.ts'
import { accountOfRun, type Known, nothingKnown } from './run/known.ts'
import { openOutput, rowsSoFar } from './run/output.ts'
import { fromHere, isScenarioAtFault, prepare, type PreparedScenario } from './run/prepare.ts'
import { foreignRecords, replayRows } from './run/replay-rows.ts'
import { type JobEnd, type JobPlan, runJob } from './run/job/run-job.ts'
import { JobUnderway } from './run/live/job-underway.ts'
import { Meter } from './run/live/meter.ts'
import { endOfLive, together } from './run/live/side-by-side.ts'
import { makeTopics } from './run/run-topics.ts'
import { Stages } from './run/stages.ts'
import { logsOf, takeStack } from './run/stack-of-run.ts'
import type { Scenario } from './scenario/scenario.ts'
import { outputPlace } from './scenario/sink.ts'
import type { Stack, StackUnderway } from './stack/stack.ts'
import type { Comparison } from './verdict/comparison.ts'
import { findCulprit } from './property/culprit.ts'
import { renderReport } from './verdict/report/report.ts'
import type { JobAccount, RunAccount } from './verdict/run-account.ts'

export interface RunOptions {
  /** Takes the stack to run on, which may still be on its way; whoever gives it releases it. */
  readonly stack: () => Promise<Stack> | StackUnderway
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

const toNobody = (): void => undefined

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
 * (`REFERENCE_FAILED`, `SCENARIO_INVALID`, `CSV_CHANGED`, `RECORD_UNENCODABLE`), the evidence cannot be written, or a job
 * that never ends cannot be cancelled
 */
export async function runPrepared<Row, Out>(
  prepared: PreparedScenario<Row, Out>,
  options: RunOptions,
): Promise<Run<Out>> {
  const { scenario } = prepared
  const startedAt = new Date()
  const runId = newRunId(scenario.name, startedAt)
  const stages = new Stages(options.report ?? (() => undefined))
  const known = nothingKnown<Out>()
  await stages.step('input', async () => [
    undefined,
    `${fromHere(scenario.input.path)}, ${prepared.csv.rows} rows, all sound; job ${scenario.job.module}`,
  ])
  const underway = takeStack(options.stack, stages)
  const outputTopic = `${runId}-out`
  await using evidence = await openEvidence(runId)
  try {
    await throughStages(prepared, { underway, runId, outputTopic, stages, known, evidence, options })
  } catch (error) {
    // That no stack can be had is thrown, whatever else came of it.
    await underway.stack
    if (options.signal?.aborted || isScenarioAtFault(error)) {
      // What ended the run is what is to be told, whatever becomes of its job.
      await known.ended.cancel?.().catch(() => undefined)
      throw options.signal?.aborted ? options.signal.reason : error
    }
    // What was known first stands, with its own remedy.
    if (known.problem === null) known.remedy = remedyOf(error)
    known.problem ??= messageOf(error)
  }
  const stack = await underway.stack
  const judged = await accountOfRun(prepared, known, { stack, runId, startedAt, outputTopic, stages, options })
  const account = {
    ...judged,
    culprit: await findCulprit(prepared, { run: judged, stack, stages, signal: options.signal }),
  }
  // A job that was judged while it ran is ended after the verdict, which need not wait for it.
  const cancelled = known.ended.cancel?.()
  // What it fails with is told when it is waited for.
  cancelled?.catch(() => undefined)
  const logs = await logsOf(stack, startedAt)
  const more = await evidenceOfFailure(stack, account, known.ended)
  await evidence.finish({ run: account, logs, exceptions: known.ended.rawExceptions, more })
  await cancelled
  return { ...account, report: renderReport(account) }
}

interface Travel<Out> {
  readonly underway: StackUnderway
  readonly runId: string
  readonly outputTopic: string
  readonly stages: Stages
  readonly known: Known<Out>
  readonly evidence: EvidenceWriter
  readonly options: RunOptions
}

/** The stages from the topics to the comparison; what each finds is noted in `known` as soon as it is known. */
async function throughStages<Row, Out>(prepared: PreparedScenario<Row, Out>, travel: Travel<Out>): Promise<void> {
  const { underway, runId, outputTopic, stages, known, evidence, options } = travel
  const { scenario } = prepared
  const { kafka, brokersForJobs, dead } = await underway.broker
  const failure = new AbortController()
  const outside = [dead, failure.signal, ...(options.signal ? [options.signal] : [])]
  const inputTopic = `${runId}-in`
  const topics = { brokers: brokersForJobs, inputTopic, outputTopic, groupId: runId }

  await stages.step('topics', async () => {
    const limits = { timeoutMs: limitsMs.topics, signal: AbortSignal.any(outside) }
    return [undefined, await stages.time('topics', () => makeTopics(prepared, { kafka, topics, ...limits }))]
  })

  // From here on the output is read and compared as it comes, where it can be.
  let tellRows: (rows: number) => void = toNobody
  const isLive = scenario.ends !== undefined && scenario.ends !== 'with-input'
  const meter = isLive ? new Meter() : null
  await using output = openOutput(prepared, {
    kafka,
    stack: underway.stack,
    place: outputPlace(scenario.sink ?? 'kafka', outputTopic),
    evidence,
    meter,
    signal: AbortSignal.any(outside),
    timeoutMs: limitsMs.drain,
    onRows: (rows) => tellRows(rows),
  })
  const signal = AbortSignal.any([...outside, output.failed])

  const reader = new JobUnderway()
  const replay = (): Promise<Ledger> =>
    stages.step('replay', async (tell) => {
      const onProgress = (soFar: Progress): void => {
        known.ledger = soFar
        tell(`${soFar.acknowledged} of ${prepared.csv.rows} records acknowledged`)
      }
      const limits = { timeoutMs: limitsMs.replay, signal }
      const plan = { kafka, topic: inputTopic, ...limits, onProgress, onWait: tell, meter, ...(isLive && { reader }) }
      const ledger = await stages.time('replay', () => replayRows(prepared, plan))
      known.ledger = ledger
      return [ledger, `${ledger.acknowledged} of ${ledger.sent} records acknowledged`]
    })

  const job = async (live?: Pick<JobPlan, 'proven' | 'stop'>): Promise<JobEnd> => {
    const stack = await underway.stack
    return stages.step('job', async (tell) => {
      tellRows = (rows) => tell(`running, ${rowsSoFar(rows, prepared)} are out`)
      const onSubmitted = (account: JobAccount): void => void (known.ended = { job: account })
      const plan = { stack, topics, signal, stages, tell, onSubmitted, reader, ...live }
      const ended = await runJob(prepared, plan)
      tellRows = toNobody
      known.ended = ended
      known.problem = ended.unproven ?? null
      known.remedy = ended.remedy ?? null
      const running =
        ended.unproven === undefined ? 'RUNNING, and its sentinel is out' : 'RUNNING without an end in sight'
      return [ended, ended.cancel ? running : (ended.job.state ?? 'never started')]
    })
  }

  try {
    const replayed = replay()
    if (isLive) {
      await together(failure, [replayed, job(endOfLive(replayed, output, prepared, { kafka, groupId: runId }))])
    } else {
      await replayed
      await job()
    }

    await stages.step('output', async () => {
      const rows = await stages.time('drain', () => output.toEnd())
      known.readToEnd = true
      const limits = { timeoutMs: limitsMs.topics, signal }
      known.problem ??= await foreignRecords(prepared, known.ledger, { kafka, topics, ...limits })
      return [undefined, `${rows} records, read to the end`]
    })

    known.comparison = await stages.step('comparison', async () => {
      const comparison = await stages.time('compare', () => output.compare())
      known.measures = meter?.measures() ?? null
      return [comparison, `${comparison.counts.matched} of ${comparison.counts.expected} expected rows matched`]
    })
  } catch (error) {
    if (!isScenarioAtFault(error)) await output.expectRest()
    throw error
  }
}
