/** One scenario from its files to its evidence: through every stage, judged, and written down. */
import { messageOf, remedyOf, StreamassayError } from './errors.ts'
import { newRunId } from './evidence/run-id.ts'
import { maskedValues } from './evidence/secrets/masked-values.ts'
import { openEvidence } from './evidence/write-evidence.ts'
import type { Report } from './progress.ts'
import { evidenceOfFailure } from './run/failure-evidence.ts'
import { throughStages } from './run/flow/through-stages.ts'
import { accountOfRun, judgementOf, lossAfter, nothingKnown } from './run/known.ts'
import { fromHere, isScenarioAtFault, prepare, type PreparedScenario } from './run/prepare.ts'
import { clearTopics, type TopicsAfterwards } from './run/run-topics.ts'
import { Stages } from './run/stages.ts'
import { logsOf, takeStack } from './run/stack-of-run.ts'
import type { Scenario } from './scenario/scenario.ts'
import type { Stack, StackUnderway } from './stack/stack.ts'
import type { Comparison } from './verdict/comparison.ts'
import type { SecondRun } from './verdict/judge.ts'
import { findCulprit, withHintOf } from './property/culprit.ts'
import { renderReport } from './verdict/report/report.ts'
import { counted } from './verdict/report/value-text.ts'
import type { RunAccount } from './verdict/run-account.ts'

export interface RunOptions extends TopicsAfterwards {
  /** Takes the stack to run on, which may still be on its way; whoever gives it releases it. */
  readonly stack: () => Promise<Stack> | StackUnderway
  /** The command that does the same run again. */
  readonly rerunCommand: string
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
  /** Why topics of the run were left on a kept stack, as a line; null if none were, or if they were to stay. */
  readonly topicsLeft: string | null
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
    `${counted(prepared.csv.rows, 'valid row')} in ${fromHere(scenario.input.path)}, job ${scenario.job.module}`,
  ])
  const underway = takeStack(options.stack, stages)
  const outputTopic = `${runId}-out`
  await using evidence = await openEvidence(runId)
  try {
    await throughStages(prepared, {
      underway,
      runId,
      outputTopic,
      stages,
      known,
      evidence,
      signal: options.signal,
    })
  } catch (error) {
    // That no stack can be had is thrown, whatever else came of it.
    await underway.stack
    if (options.signal?.aborted || isScenarioAtFault(error)) {
      // Report the interruption even if cancelling the job fails.
      await known.ended.cancel?.().catch(() => undefined)
      await clearTopics(await underway.stack, runId, options)
      throw options.signal?.aborted ? options.signal.reason : error
    }
    if (error instanceof StreamassayError && error.code === 'OUTPUT_ENDLESS') known.endless = error.message
    // What was known first stands, with its own remedy.
    if (known.problem === null) known.remedy = remedyOf(error)
    known.problem ??= messageOf(error)
  }
  const stack = await underway.stack
  const judged = await accountOfRun(prepared, known, { stack, runId, startedAt, outputTopic, stages, options })
  let { judgedAt } = judged
  const onSecondRun = (ended: SecondRun): void => {
    known.again = ended
    judgedAt = new Date()
  }
  // Where the stack is to blame another run finds out nothing.
  const culprit =
    known.death === null
      ? await findCulprit(prepared, { run: judged, stack, stages, signal: options.signal, onSecondRun })
      : null
  const job = withHintOf(culprit, judged.job)
  const account = maskedValues({ ...judged, ...judgementOf(known, prepared), judgedAt, job, culprit })
  // A job that was judged while it ran is ended after the verdict, which need not wait for it.
  const cancelled = Promise.resolve(known.ended.cancel?.()).then(
    () => null,
    (error: unknown) => ({ error }),
  )
  // A job that could not be cancelled keeps its topics.
  const clearing = cancelled.then((failure) => (failure === null ? clearTopics(stack, runId, options) : null))
  const logs = await logsOf(stack, startedAt)
  const more = await evidenceOfFailure(stack, account, known.ended)
  const failure = await cancelled
  const whole = { ...account, trouble: account.trouble ?? lossAfter(stack, known) }
  await evidence.finish({ run: whole, logs, exceptions: known.ended.rawExceptions, more })
  if (failure !== null) throw failure.error
  return { ...whole, report: renderReport(whole), topicsLeft: await clearing }
}
