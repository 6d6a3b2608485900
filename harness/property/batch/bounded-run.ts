/** Rows through a job of their own that ends with them: nothing that came before can have had a part in what comes out. */
import { StreamassayError } from '../../errors.ts'
import type { Ledger } from '../../kafka/replay/replay.ts'
import type { InputRow } from '../../run/input-rows.ts'
import { defaultJobTimeoutMs, type JobEnd, type JobPlan, runJob } from '../../run/job/run-job.ts'
import { JobUnderway } from '../../run/live/job-underway.ts'
import { lateRowWaits, type RowWait } from '../../run/live/late-rows.ts'
import { windowOfFinished } from '../../run/flow/dropped-window.ts'
import { onceReading } from '../../run/live/once-reading.ts'
import { skippedRemedy, skippedRows } from '../../run/live/skipped-rows.ts'
import { together } from '../../run/live/side-by-side.ts'
import { stopWhenRead } from '../../run/live/stop-when-read.ts'
import { misfitOf } from '../../run/live/with-input.ts'
import { foreignRecords, foreignRemedy } from '../../run/replay-rows.ts'
import { makeTopics } from '../../run/run-topics.ts'
import { badEndOf, fullTaskManager } from '../../run/stack-of-run.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { outputPlace } from '../../scenario/sink.ts'
import { Stages } from '../../run/stages.ts'
import type { PreparedJob } from '../../run/job/submit-scenario.ts'
import type { Stack, StackPart } from '../../stack/stack.ts'
import type { ExpectedRow } from '../../scenario/reference/reading.ts'
import { ChangedTable, LastOfEach } from '../../verdict/changes/changed-table.ts'
import { compare } from '../../verdict/compare/compare.ts'
import type { Comparison, ObservedRow } from '../../verdict/comparison.ts'
import { readUntilFailure } from '../../verdict/flink-counts.ts'
import { judge } from '../../verdict/judge.ts'
import { provenWrong } from '../../verdict/trouble/proven-wrong.ts'
import { neverRan } from '../../verdict/run-account.ts'
import type { Case } from '../cases/case.ts'
import { type ExpectedCase, expectCase } from './batch.ts'
import { openCaseOutput } from './case-output.ts'
import { caseRecords } from './case-records.ts'
import type { JobFailure, LoneRun } from './case-judge.ts'
import { unjudged } from './unjudged.ts'

export interface BoundedRunPlan extends Pick<JobPlan, 'onTurnOver'>, Partial<Pick<JobPlan, 'onSubmitted'>> {
  readonly stack: Stack
  /** Its topics and its consumer group are named after this. */
  readonly name: string
  readonly signal: AbortSignal
  /** Whether the order of the rows counts. */
  readonly isOrdered: boolean
}

/** Each late row waits for a watermark, with a limit of its own. */
const limitsMs = { topics: 30_000, replay: 120_000, waitingReplay: 30 * 60_000, drain: 60_000 }
const nobody = (): void => undefined

/**
 * The scenario as rows are judged by it. A job that finds late rows among the others reads faster than its watermarks follow:
 * it has to wait for more until it is stopped, whatever the scenario's `ends`.
 */
export const scenarioFor = <Row, Out>(
  scenario: Scenario<Row, Out>,
  { hasLateRow }: Pick<ExpectedCase<Row, Out>, 'hasLateRow'>,
): Scenario<Row, Out> => (hasLateRow ? { ...scenario, ends: 'when-stopped' } : scenario)

/**
 * Runs the job on these rows alone.
 *
 * @throws StreamassayError for whatever keeps it from being judged; how the job itself fails is an outcome
 */
export async function runBounded<Row, Out>(
  given: PreparedJob<Row, Out>,
  rows: Case<Row>,
  plan: BoundedRunPlan,
): Promise<LoneRun<Out>> {
  const { stack, name, signal } = plan
  const [inputTopic, outputTopic] = [`${name}-in`, `${name}-out`]
  const { expected, dueRows, hasLateRow } = expectCase(given.scenario, rows)
  const scenario = scenarioFor(given.scenario, { hasLateRow })
  const prepared = { ...given, scenario }
  const outside = AbortSignal.any([signal, stack.dead])
  const ofOnePartition = { ...scenario, inputPartitions: 1, outputPartitions: 1 }
  const topics = { brokers: stack.brokersForJobs, inputTopic, outputTopic, groupId: name }
  const limits = { timeoutMs: limitsMs.topics, signal: outside }
  await makeTopics({ ...prepared, scenario: ofOnePartition }, { kafka: stack.kafka, topics, ...limits })
  const place = outputPlace(scenario.sink ?? 'kafka', outputTopic)
  const reading = { place, kafka: stack.kafka, stack: Promise.resolve(stack), signal: outside }
  await using output = openCaseOutput(given, { expected, dueRows }, reading)
  const { observed } = output
  const failure = new AbortController()
  const during = AbortSignal.any([outside, failure.signal, output.failed])
  const reader = new JobUnderway()
  const since = new Date()
  const readLog = (part: StackPart): Promise<string> => stack.log(part, since)
  const start = { job: reader, topic: inputTopic, partitions: 1, readLog, signal: during }
  const timeoutMs = scenario.jobTimeoutMs ?? defaultJobTimeoutMs
  const replay = (waitOf?: (taken: InputRow<Row>) => RowWait): Promise<Ledger> =>
    stack.kafka.replay({
      topic: inputTopic,
      records:
        waitOf === undefined
          ? caseRecords(scenario, rows, 0)
          : onceReading(caseRecords(scenario, rows, 0, waitOf), { ...start, timeoutMs }),
      limits: { timeoutMs: waitOf === undefined ? limitsMs.replay : limitsMs.waitingReplay, signal: during },
    })
  // Of no rows nothing is due, and no window holds any.
  const isEmpty = rows.length === 0
  const job = (live: Pick<JobPlan, 'stop' | 'misfit'>): Promise<JobEnd> =>
    runJob(prepared, {
      stack,
      topics,
      signal: during,
      stages: new Stages(nobody),
      tell: nobody,
      onSubmitted: plan.onSubmitted ?? nobody,
      reader,
      ...(plan.onTurnOver && { onTurnOver: plan.onTurnOver }),
      ...live,
    })
  const inTurn = async (): Promise<readonly [Ledger, JobEnd]> => {
    const ledger = await replay()
    const watched = { ledger, output, readJobManagerLog: () => readLog('jobmanager') }
    return [ledger, await job(isEmpty ? {} : { misfit: misfitOf(watched) })]
  }
  let isAllSent = false
  let isEarly = false
  const sideBySide = async (): Promise<readonly [Ledger, JobEnd]> => {
    const replayed = replay(lateRowWaits({ scenario: ofOnePartition }, { job: reader, topic: inputTopic }))
    const noteSent = replayed.then(() => void (isAllSent = true))
    const ending = job(
      stopWhenRead(replayed, prepared, { kafka: stack.kafka, groupId: name }, isEmpty ? undefined : output),
    )
    const noteEarly = ending.then((end) => void (isEarly = end.job.state === 'FINISHED' && !isAllSent))
    const [ledger, end] = await together(failure, [replayed, ending, noteSent, noteEarly])
    return [ledger, end]
  }
  const compared = (): Comparison<Out> => compareRows(prepared, expected, observed, plan.isOrdered)
  const through = async (): Promise<readonly [Ledger, JobEnd]> => {
    const [ledger, ended] = await (scenario.ends === 'when-stopped' ? sideBySide() : inTurn())
    await output.toEnd({ timeoutMs: limitsMs.drain, signal: outside })
    return [ledger, ended]
  }
  const ran = await through().catch(orEndless)
  if ('how' in ran) return { passes: false, reason: ran.how, comparison: compared(), expected, observed, failure: ran }
  const [ledger, ended] = ran
  const comparison = neverRan(ended.job, observed.length) ? null : compared()
  const hasLost = comparison !== null && comparison.counts.lost > 0
  // The end of the input drops what its windows of processing time hold: it has been cancelled, or was over before that.
  const mayHaveDropped = hasLost && scenario.ends !== 'when-stopped'
  const dropped = mayHaveDropped ? await windowOfFinished(ended.job, { flinkUrl: stack.flinkUrl, ...limits }) : null
  if ((ended.windowMs ?? dropped?.windowMs ?? null) !== null) {
    const stopped = { ...given, scenario: { ...scenario, ends: 'when-stopped' as const } }
    return runBounded(stopped, rows, { ...plan, name: `${name}-stopped` })
  }
  const skipped = hasLost ? await skippedRows({ topic: inputTopic, readLog }) : null
  // Rows that the broker has deleted from an input are not lost by the job.
  const foreign = hasLost ? await foreignRecords(prepared, ledger, { kafka: stack.kafka, topics, ...limits }) : null
  const found = ended.unproven ?? skipped ?? foreign
  const unread = found === null && provenWrong(comparison).length === 0 ? (dropped?.unread ?? null) : null
  const problem = found ?? unread?.problem ?? null
  const full = await fullTaskManager(stack, badEndOf(ended.job, problem), ended.limits)
  const stackDeath = full?.reason ?? null
  const whole = { problem, stackDeath, ledger, job: ended.job, drainedToKnownEnd: true, comparison, due: output.due() }
  const {
    verdict,
    reason,
    remedy = full?.remedy ?? unread?.remedy ?? undefined,
  } = judge({ ...whole, isSecondRun: true })
  // Where nothing is expected and nothing came, a job that FINISHED has done all that can be asked of it.
  const isNothing = expected.length === 0 && observed.length === 0 && ended.job.state === 'FINISHED'
  const passes = verdict === 'pass' || isNothing
  // What it would have done with the rows that it has not read is not known; a job that was to wait for them is wrong.
  if (isEarly && (passes || given.scenario.ends !== 'when-stopped')) throw endedEarly(ended)
  // Trouble of the cluster, or a job that is late, says nothing about these rows.
  if (verdict === 'unknown' && !passes) {
    if (remedy !== undefined) throw new StreamassayError('STACK_FAILED', reason, { remedy })
    const isLate = ended.unproven !== undefined
    const ofInput = skipped !== null ? skippedRemedy : foreign !== null && !isLate ? foreignRemedy : null
    throw unjudged(reason, { isLate, remedy: ofInput })
  }
  return { passes, reason: passes ? null : reason, comparison, expected, observed, failure: failureOf(ended) }
}

/** A job that writes far more rows than are expected has been cancelled, and fails. */
function orEndless(error: unknown): JobFailure {
  if (!(error instanceof StreamassayError) || error.code !== 'OUTPUT_ENDLESS') throw error
  return { how: error.message, exception: null, isEndless: true }
}

const endedEarly = ({ job }: JobEnd): StreamassayError =>
  new StreamassayError(
    'JOB_STOP_FAILED',
    `the job ${job.id} ended before it was stopped and before all rows were sent`,
    {
      remedy:
        'Let the job leave out `set_bounded(...)` if `args` receives `bounded: false`, or give the check a `row` that generates no late rows.',
    },
  )

/** The account of rows whose order counts as the scenario says, or does not count. */
export const compareRows = <Row, Out>(
  { scenario: { identity, tolerance, delivery, order, changes = 'append' } }: Pick<PreparedJob<Row, Out>, 'scenario'>,
  expected: LoneRun<Out>['expected'],
  observed: readonly ObservedRow[],
  isOrdered: boolean,
): Comparison<Out> => {
  const common = { identity, tolerance, delivery }
  if (changes === 'append') return compare({ ...common, expected, observed, order: isOrdered ? order : 'any' })
  const table = new ChangedTable<Out>(identity, changes)
  table.take(observed)
  const last = new LastOfEach<Out, ExpectedRow<Out>>(identity)
  for (const row of expected) last.take(row, row)
  return {
    ...compare({ ...common, expected: last.rows(), observed: table.rows(), order: 'any' }),
    changes: { rule: changes, records: table.records },
  }
}

function failureOf({ job, rawExceptions }: JobEnd): LoneRun<unknown>['failure'] {
  if (job.state === 'FINISHED') return null
  const how = job.state === null ? 'the job never started' : `the job ended as ${job.state}`
  return { how, exception: job.exception, rawExceptions, readRecords: readUntilFailure(job) }
}
