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
    tell('running the job again on the records that it may have failed on')
    const outside = AbortSignal.any([stack.dead, AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])])
    // The run has its verdict, whatever becomes of the search.
    const onEnded = (isDoubtful && onSecondRun) || (() => undefined)
    const plan = { stack, name: runId, exception, comparison, signal: outside, onSecondRun: onEnded }
    const culprit = await search(isDoubtful ? stoppable(prepared) : prepared, plan).catch(() => null)
    if (culprit === null) return [null, 'not found']
    if (culprit === 'no record') return [null, 'none: it fails in the same way without any record']
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
  const found = await narrowDown(prepared, left, plan, narrow).catch((): false => false)
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

type Suspect<Row> = InputRow<Row> & { readonly line: number }
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

/**
 * Leaves ever fewer suspects, and tells `narrow` of them.
 *
 * @returns whether one is left, which alone makes the job fail with the same exception; `no record` if it fails so without any
 */
async function narrowDown<Row, Out>(
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
  const fails = ({ failure }: LoneRun<Out>): boolean => {
    if (failure === null || failure.exception?.type === exception.type) return failure !== null
    // Whatever this is, it says nothing about where the other one comes from.
    throw new Error(`the job failed with ${failure.exception?.type ?? 'nothing'} and not with ${exception.type}`)
  }
  if (scenario.ends === 'never') return !hasOutput(comparison) && fails(await again([])) ? 'no record' : false
  const whole = await again(suspects)
  const hasFailed = fails(whole)
  onSecondRun(hasFailed ? 'failed' : 'passed')
  if (!hasFailed) {
    narrow([])
    return false
  }
  // A setting, or whatever else is wrong before the first record, blames none.
  if (!hasOutput(whole.comparison) && fails(await again([]))) return 'no record'
  if (suspects.length === 1) return true
  // Lines of that run are counted from 1.
  const hasCome = arrivals(scenario, whole.comparison)
  const lastOut = suspects.map(({ row }, at) => hasCome({ row, line: at + 1 })).lastIndexOf(true)
  const left = suspects.slice(lastOut + 1)
  narrow(left)
  // Of the first `passing` none makes the job fail, of the first `failing` one does.
  const bounds = { passing: 0, failing: left.length }
  const isAt = async (count: number): Promise<boolean> => {
    const doesFail = fails(await again(left.slice(0, count)))
    bounds[doesFail ? 'failing' : 'passing'] = count
    narrow(left.slice(bounds.passing, bounds.failing))
    return doesFail
  }
  for (let count = 1; count < left.length && !(await isAt(count)); count *= 4);
  while (bounds.failing - bounds.passing > 1) await isAt(Math.floor((bounds.passing + bounds.failing) / 2))
  // The first one has been run alone already, if there was a choice.
  const isProven = bounds.passing === 0 && left.length > 1
  return isProven || fails(await again(left.slice(bounds.passing, bounds.failing)))
}
