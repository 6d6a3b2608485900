/** The way in which the cases of a check are judged: in one running job where that can be, else in jobs that end. */
import { StreamassayError } from '../../errors.ts'
import { type PreparedJob, withSettings } from '../../run/job/submit-scenario.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { Stack } from '../../stack/stack.ts'
import type { Sentinel } from '../arbitrary/sentinels.ts'
import type { Case } from '../cases/case.ts'
import { BoundedJudge } from './bounded-judge.ts'
import { runBounded } from './bounded-run.ts'
import type { CaseJudge, JobFailure } from './case-judge.ts'
import { startLiveJob } from './live-job.ts'
import { LiveJudge } from './live-judge.ts'
import { refuseTrouble } from './refuse-trouble.ts'
import type { Silence } from './running-job.ts'
import { tryOneByOne, tryTogether } from './trial/try-sentinels.ts'

export interface JudgePlan<Row> {
  readonly stack: Stack
  /** Topics and consumer groups are named after this. */
  readonly name: string
  readonly signal: AbortSignal
  readonly sentinels: readonly Sentinel<Row>[]
  /** Cases judged together, at most; 1 for a job of its own for each. */
  readonly width: number
  /** Rows of a case, at most. */
  readonly maxRows: number
  readonly silence: Silence
  /** Of a job that has just been submitted. */
  readonly firstSilence: Silence
}

/** How cases are judged, and what was found on the way there. */
export interface Way<Row, Out> {
  readonly judge: CaseJudge<Row, Out>
  /** In words, for the report. */
  readonly how: string
  /** Why it is not the quick way, in words; null where it is. */
  readonly fallback: string | null
  /** Whether the order of the rows counts. */
  readonly isOrdered: boolean
  /** Of the job that is kept running. */
  readonly webUiUrl: string | null
  /** Sentinels that did not come out as the reference says; there is a failure then, whatever the cases show. */
  readonly broken: readonly Sentinel<Row>[]
}

/** A job that never came to be: its own `main` or imports fail. */
export interface NoJob {
  readonly failure: JobFailure
}

/** A sink that writes in transactions commits them with each checkpoint, and jobs have none unless they ask for them. */
const oftenCommitted = { 'execution.checkpointing.interval': '200ms' }

/** Fewer could not part a case from the one after it. */
const fewestMarks = 2
const mostAttempts = 5

/**
 * Starts the job and tries the sentinels on it.
 *
 * @throws StreamassayError `SCENARIO_INVALID` where only a running job will do and this one cannot be kept running
 */
export async function openJudge<Row, Out>(
  prepared: PreparedJob<Row, Out>,
  wishes: JudgePlan<Row>,
): Promise<Way<Row, Out> | NoJob> {
  const { scenario } = prepared
  // Rows of one case must not reach those of another.
  const isOne = scenario.reference.isStateful || (scenario.changes ?? 'append') !== 'append'
  const plan = isOne ? { ...wishes, width: 1 } : wishes
  let live: PreparedJob<Row, Out> = { ...prepared, scenario: { ...scenario, ends: 'never' } }
  let isCommitting = false
  let hasEnded = false
  const broken: Sentinel<Row>[] = []
  // A job that never ends has no other way than a running one, with all that it was found to need.
  const slowly = (slower: Slower): Way<Row, Out> =>
    bounded(scenario.ends === 'never' ? live : prepared, plan, { ...slower, broken })
  const slower = unsuited(scenario, plan)
  if (slower !== null) return slowly(slower)
  let candidates = plan.sentinels
  const good: Sentinel<Row>[] = []
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const tried = good.length >= fewestMarks ? good : candidates
    const next = { stack: plan.stack, name: `${plan.name}-live${attempt}`, signal: plan.signal }
    const started = await startLiveJob(live, next)
    if ('refused' in started) refuseTrouble(started.refused, 'JOB_SUBMISSION_FAILED')
    if ('refused' in started) return { failure: { how: 'the job never started', exception: started.refused.exception } }
    if ('unfit' in started) return slowly({ why: started.unfit, isOrdered: false })
    await using release = new AsyncDisposableStack()
    const job = release.use(started)
    // The job that ended once is asked one by one: only then is it known on which sentinel it ends.
    const trial = await (!hasEnded || tried === good ? tryTogether : tryOneByOne)(job, tried, {
      firstSilence: plan.firstSilence,
      tolerance: scenario.tolerance,
      isCommitting,
    })
    if ('withheld' in trial && !isCommitting) {
      isCommitting = true
      live = withSettings(live, oftenCommitted)
      continue
    }
    if ('withheld' in trial) return slowly({ why: 'the sink commits no row while the job runs', isOrdered: true })
    if ('unfit' in trial) return slowly({ why: trial.unfit, isOrdered: trial.isOrdered })
    if ('cleared' in trial) {
      const { cleared } = trial
      if (!hasEnded) {
        hasEnded = true
        continue
      }
      broken.push(...candidates.slice(cleared, cleared + 1))
      good.push(...candidates.slice(0, cleared))
      candidates = candidates.slice(cleared + 1)
      continue
    }
    broken.push(...trial.broken)
    if (trial.marks.length < fewestMarks) {
      return slowly({ why: 'no row is left that could separate cases', isOrdered: true })
    }
    release.move()
    const { width, silence, firstSilence } = plan
    const judge = new LiveJudge({ prepared: live, job, sentinels: trial.marks, width, silence, firstSilence, next })
    const committing = isCommitting ? ' with a checkpoint every 200 ms, because its sink writes in transactions' : ''
    const how = `one running job${committing}, up to ${width} cases at a time`
    return { judge, how, fallback: null, isOrdered: true, webUiUrl: job.webUiUrl, broken }
  }
  return slowly({ why: 'the job ends on rows that could separate cases', isOrdered: true })
}

type Slower = { readonly why: string; readonly isOrdered: boolean }

/** Why cases cannot go through one running job, as far as that is known before it is started; null where they can. */
function unsuited<Row, Out>(
  { delivery, sink = 'kafka', order = 'input', changes = 'append', sides, reference }: Scenario<Row, Out>,
  { sentinels, width, maxRows }: JudgePlan<Row>,
): Slower | null {
  if (reference.isStateful) return { why: 'the output of a row depends on earlier rows', isOrdered: true }
  if (changes !== 'append') return { why: 'its output rows are changes of a table', isOrdered: true }
  if (sink !== 'kafka') return { why: `its ${sink} sink is read only after the job has ended`, isOrdered: true }
  if (sides !== undefined) return { why: 'the job may not have read its other inputs', isOrdered: true }
  if (order !== 'input') return { why: 'the order of its rows is not judged', isOrdered: true }
  if (width === 1) return { why: 'each case gets its own job', isOrdered: true }
  if (delivery === 'at-least-once') return { why: 'its rows may be duplicated, sentinels included', isOrdered: true }
  // One case may expect as many different rows as it has.
  if (sentinels.length >= maxRows + fewestMarks) return null
  return { why: 'the reference returns too few distinct rows to separate cases', isOrdered: true }
}

function bounded<Row, Out>(
  prepared: PreparedJob<Row, Out>,
  plan: JudgePlan<Row>,
  { why, isOrdered, broken }: Slower & { readonly broken: readonly Sentinel<Row>[] },
): Way<Row, Out> {
  const { scenario } = prepared
  const { stack, name, signal, width } = plan
  if (scenario.ends === 'never' && broken.length > 0) {
    const { silence, firstSilence, sentinels } = plan
    const next = { stack, name: `${name}-lone`, signal }
    const judge = new LiveJudge({ prepared, job: null, sentinels, width: 1, silence, firstSilence, next })
    return { judge, how: 'one case at a time', fallback: why, isOrdered: true, webUiUrl: null, broken }
  }
  if (scenario.ends === 'never') {
    throw new StreamassayError('SCENARIO_INVALID', `scenario ${scenario.name}: the job cannot be checked: ${why}`, {
      remedy: 'Let the job accept `--bounded`, and remove `ends: never`: each case then runs in a job that ends.',
    })
  }
  const run = (rows: Case<Row>, runName: string): ReturnType<typeof runBounded<Row, Out>> =>
    runBounded(prepared, rows, { stack, name: runName, signal, isOrdered })
  const judge = new BoundedJudge(run, `${name}-run`, width)
  const order = isOrdered ? '' : ', rows assigned by identity and order not judged'
  const isStopped = scenario.ends !== 'when-stopped' && scenario.reference.hasEventTime
  const late = isStopped ? '; a job with late rows is stopped after it has read them' : ''
  const how = `jobs that end, ${width === 1 ? 'one case' : `up to ${width} cases`} in each${order}${late}`
  return { judge, how, fallback: why, isOrdered, webUiUrl: null, broken }
}
