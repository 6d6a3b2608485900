/** The record that ends a job: the job is run again on those that it may have been, until one alone makes it fail. */
import { noValueHint } from '../flink/failure/hints.ts'
import { inputRows, type InputRow } from '../run/input-rows.ts'
import { fromHere, type PreparedScenario } from '../run/prepare.ts'
import { formatOf } from '../run/replay-rows.ts'
import { expectedRows } from '../scenario/reference/reading.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Stages } from '../run/stages.ts'
import type { Stack } from '../stack/stack.ts'
import type { Comparison } from '../verdict/comparison.ts'
import { troubleOf } from '../verdict/trouble/cluster-trouble.ts'
import type { SecondRun } from '../verdict/judge.ts'
import type { Culprit, JobAccount, JobException, RunAccount } from '../verdict/run-account.ts'
import { withSettings } from '../run/job/submit-scenario.ts'
import { runBounded } from './batch/bounded-run.ts'
import type { LoneRun } from './batch/case-judge.ts'
import { narrowDown, type Suspect } from './narrow-down.ts'

/** The run whose job failed, and where to run it again. */
export interface FailedRun {
  readonly run: Pick<RunAccount, 'runId' | 'verdict' | 'job' | 'comparison'>
  readonly stack: Stack
  readonly stages: Stages
  readonly signal?: AbortSignal | undefined
  /** Called with the outcome of the first run on the same records, where it is in doubt whether the job is to blame. */
  readonly onSecondRun?: (ended: SecondRun) => void
}

interface Search {
  readonly stack: Stack
  /** Topics and consumer groups are named after this. */
  readonly name: string
  readonly exception: JobException
  /** Of the run whose job failed: what had come out of it by then. */
  readonly comparison: Comparison | null
  readonly signal: AbortSignal
  readonly onSecondRun: (ended: SecondRun) => void
}

/** A bundle holds a thousand records; more than a few thousand are not on their way at once. */
const mostRecords = 3000
const timeoutMs = 20_000
/** A bundle of one record is done before the next one begins: what came before the record that fails has come out then. */
const oneByOne = { 'python.fn-execution.bundle.size': '1' }

/**
 * Looks for the record on which the job failed, as a step of the run: by running it again with bundles of one record each.
 * What comes out of that leaves few suspects, and more and more of these are given to jobs of their own.
 *
 * @returns null when the job did not fail, or not on a record. Whatever keeps the search from its end leaves the culprit
 * unconfirmed: the run has its verdict already.
 */
export async function findCulprit<Row, Out>(
  prepared: PreparedScenario<Row, Out>,
  { run: { runId, verdict, job, comparison }, stack, stages, signal, onSecondRun }: FailedRun,
): Promise<Culprit | null> {
  const { exception } = job
  const isDoubtful = troubleOf(job)?.isDoubtful ?? false
  if (job.state !== 'FAILED' || exception === null || stack.dead.aborted) return null
  // Where no operator failed, no record was read.
  if (!isDoubtful && (verdict !== 'fail' || exception.operator === null)) return null
  return stages.step('culprit', async (tell) => {
    tell('running the job again on the records that may have caused the failure')
    const outside = AbortSignal.any([stack.dead, AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])])
    // The run has its verdict, whatever becomes of the search.
    const onEnded = (isDoubtful && onSecondRun) || (() => undefined)
    const plan = { stack, name: runId, exception, comparison, signal: outside, onSecondRun: onEnded }
    const culprit = await search(isDoubtful ? stoppable(prepared) : prepared, plan).catch(() => null)
    if (culprit === null) return [null, 'not found']
    if (culprit === 'no record') return [null, 'none: the job fails in the same way without any record']
    const { fromLine, toLine, isConfirmed } = culprit
    const path = fromHere(prepared.scenario.input.path)
    return [culprit, isConfirmed ? `${path}:${fromLine}` : `one of ${path}:${fromLine} to ${toLine}`]
  })
}

async function search<Row, Out>(
  prepared: PreparedScenario<Row, Out>,
  plan: Search,
): Promise<Culprit | 'no record' | null> {
  let left = await suspectsOf(prepared, plan.comparison)
  const narrow = (few: readonly Suspect<Row>[]): void => void (left = few)
  const found = await findAmong(prepared, left, plan, narrow).catch((): false => false)
  if (found === 'no record') return found
  const isConfirmed = found
  const [first, last] = [left[0], left.at(-1)]
  if (!first || !last) return null
  const hasNoValue = isConfirmed && formatOf(prepared.scenario).encode(first.row) === null
  return { fromLine: first.line, toLine: last.line, isConfirmed, ...(hasNoValue && { hasNoValue }) }
}

/** The job with the hint that its culprit gives, if it gives one. */
export const withHintOf = (culprit: Culprit | null, job: JobAccount): JobAccount =>
  culprit?.hasNoValue && job.exception !== null ? { ...job, exception: { ...job.exception, hint: noValueHint } } : job

/** The same, but stopped instead of never ending: a second run must end whatever the job does. */
const stoppable = <Row, Out>(prepared: PreparedScenario<Row, Out>): PreparedScenario<Row, Out> =>
  prepared.scenario.ends === 'never'
    ? { ...prepared, scenario: { ...prepared.scenario, ends: 'when-stopped' } }
    : prepared

const isInFile = <Row>(input: InputRow<Row>): input is Suspect<Row> => input.line !== null

const hasOutput = (comparison: Comparison | null): boolean => (comparison?.counts.observed ?? 0) > 0

const firstLostLine = (comparison: Comparison | null): number | null =>
  comparison?.findings.find((finding) => finding.class === 'lost')?.expected.line ?? null

/** The records behind the last one whose output had come before the first that is missing; all where nothing has come. */
async function suspectsOf<Row, Out>(
  prepared: PreparedScenario<Row, Out>,
  comparison: Comparison | null,
): Promise<readonly Suspect<Row>[]> {
  const hasCome = arrivals(prepared.scenario, comparison)
  const suspects: Suspect<Row>[] = []
  for await (const piece of inputRows(prepared)) {
    for (const input of piece.filter(isInFile)) {
      if (hasCome(input)) suspects.length = 0
      else if (suspects.length < mostRecords) suspects.push(input)
    }
  }
  return suspects
}

/** To be asked of the rows of a stream in their order: whether something was expected of one, and had come out. */
function arrivals<Row, Out>(
  { reference }: Scenario<Row, Out>,
  comparison: Comparison | null,
): (input: Suspect<Row>) => boolean {
  const firstLost = firstLostLine(comparison)
  const reading = reference.open()
  return (input) => firstLost !== null && input.line < firstLost && expectedRows(reading, input).length > 0
}

/** Looks for the one among the suspects that makes the job fail; see `narrowDown`. */
async function findAmong<Row, Out>(
  prepared: PreparedScenario<Row, Out>,
  suspects: readonly Suspect<Row>[],
  { stack, name, exception, comparison, signal, onSecondRun }: Search,
  narrow: (few: readonly Suspect<Row>[]) => void,
): Promise<boolean | 'no record'> {
  const { scenario } = prepared
  const slowly = withSettings(stoppable(prepared), oneByOne)
  let runs = 0
  const again = (some: readonly Suspect<Row>[]): Promise<LoneRun<Out>> => {
    runs += 1
    const plan = { stack, name: `${name}-again${runs}`, signal, isOrdered: true }
    return runBounded(
      slowly,
      some.map(({ row }) => row),
      plan,
    )
  }
  if (scenario.ends === 'never') {
    if (hasOutput(comparison)) return false
    const { failure } = await again([])
    return failure?.exception?.type === exception.type ? 'no record' : false
  }
  const passedIn = ({ comparison: ofAll }: LoneRun<Out>): number => {
    // Lines of that run are counted from 1.
    const hasCome = arrivals(scenario, ofAll)
    return suspects.map(({ row }, at) => hasCome({ row, line: at + 1 })).lastIndexOf(true) + 1
  }
  return narrowDown({ suspects, again, failedWith: exception.type, passedIn, onSecondRun, narrow })
}
