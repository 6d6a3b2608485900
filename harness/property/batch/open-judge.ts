/** The way in which the cases of a check are judged: in one running job where that can be, else in jobs that end. */
import { StreamassayError } from '../../errors.ts'
import type { PreparedJob } from '../../run/job/submit-scenario.ts'
import type { Stack } from '../../stack/stack.ts'
import { canonicalText } from '../../verdict/compare/equality.ts'
import type { ObservedRow } from '../../verdict/comparison.ts'
import type { Sentinel } from '../arbitrary/sentinels.ts'
import { BoundedJudge } from './bounded-judge.ts'
import type { CaseJudge, JobFailure } from './case-judge.ts'
import { startLiveJob } from './live-job.ts'
import { LiveJudge } from './live-judge.ts'
import type { LiveJob, Silence } from './running-job.ts'
import { judgeTrial } from './trial.ts'

export interface JudgePlan<Row> {
  readonly stack: Stack
  /** Topics and consumer groups are named after this. */
  readonly name: string
  readonly signal: AbortSignal
  readonly sentinels: readonly Sentinel<Row>[]
  /** Cases judged together, at most. */
  readonly width: number
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

/** Fewer could not part a case from the one after it. */
const fewestMarks = 2
const mostAttempts = 4

/**
 * Starts the job and tries the sentinels on it.
 *
 * @throws StreamassayError `SCENARIO_INVALID` where only a running job will do and this one cannot be kept running
 */
export async function openJudge<Row, Out>(
  prepared: PreparedJob<Row, Out>,
  plan: JudgePlan<Row>,
): Promise<Way<Row, Out> | NoJob> {
  const live: PreparedJob<Row, Out> = { ...prepared, scenario: { ...prepared.scenario, ends: 'never' } }
  const broken: Sentinel<Row>[] = []
  let sentinels = plan.sentinels
  for (let attempt = 1; attempt <= mostAttempts && sentinels.length >= fewestMarks; attempt += 1) {
    const next = { stack: plan.stack, name: `${plan.name}-live${attempt}`, signal: plan.signal }
    const job = await startLiveJob(live, next)
    if ('refused' in job) return { failure: { how: 'the job never started', exception: job.refused.exception } }
    if ('unfit' in job) return bounded(prepared, plan, { why: job.unfit, isOrdered: false, broken: [] })
    const tried = await tryOn(job, sentinels, plan.firstSilence)
    if ('marks' in tried && tried.marks.length >= fewestMarks) {
      const { width, silence, firstSilence } = plan
      const judge = new LiveJudge({ prepared: live, job, sentinels: tried.marks, width, silence, firstSilence, next })
      const how = `one running job, up to ${width} cases at a time`
      return {
        judge,
        how,
        fallback: null,
        isOrdered: true,
        webUiUrl: job.webUiUrl,
        broken: [...broken, ...tried.broken],
      }
    }
    await job[Symbol.asyncDispose]()
    if ('unfit' in tried) {
      const { unfit: why, isOrdered } = tried
      return bounded(prepared, plan, { why, isOrdered, broken })
    }
    if ('marks' in tried) {
      const why = 'no row is left to part the cases by'
      return bounded(prepared, plan, { why, isOrdered: true, broken: tried.broken })
    }
    // The job ended on the first one that has not come back. Those before it will do, or else those behind it.
    const culprit = sentinels[tried.cleared]
    if (culprit !== undefined) broken.push(culprit)
    sentinels = tried.cleared >= fewestMarks ? sentinels.slice(0, tried.cleared) : sentinels.slice(tried.cleared + 1)
  }
  const why =
    plan.sentinels.length < fewestMarks
      ? 'its reference gives no two rows that could part the cases'
      : 'it ends on rows that could part the cases'
  return bounded(prepared, plan, { why, isOrdered: true, broken })
}

type Tried<Row> =
  | ReturnType<typeof judgeTrial<Row>>
  | { readonly unfit: string; readonly isOrdered: boolean }
  | { readonly cleared: number }

async function tryOn<Row>(
  job: LiveJob<Row>,
  sentinels: readonly Sentinel<Row>[],
  silence: Silence,
): Promise<Tried<Row>> {
  const observed: ObservedRow[] = []
  const last = sentinels.at(-1)?.text
  const isAll = (row: ObservedRow): boolean => {
    observed.push(row)
    const { value } = row
    return observed.length >= sentinels.length || ('decoded' in value && canonicalText(value.decoded) === last)
  }
  const end = await job.exchange(
    sentinels.map(({ row }) => row),
    isAll,
    silence,
  )
  if (typeof end !== 'string') {
    if (end.state === 'FAILED') return { cleared: observed.length }
    return { unfit: `it is ${end.state} although it was told to wait for more`, isOrdered: true }
  }
  if (observed.length === 0) {
    return { unfit: `nothing comes out of it while it runs, for ${silence.firstMs / 1000} s`, isOrdered: true }
  }
  const trial = judgeTrial(sentinels, observed)
  if (trial.isOrdered) return trial
  return { unfit: 'its rows do not come out in the order in which they went in', isOrdered: false }
}

function bounded<Row, Out>(
  prepared: PreparedJob<Row, Out>,
  { stack, name, signal, width }: JudgePlan<Row>,
  {
    why,
    isOrdered,
    broken,
  }: { readonly why: string; readonly isOrdered: boolean; readonly broken: readonly Sentinel<Row>[] },
): Way<Row, Out> {
  const { scenario } = prepared
  if (scenario.ends === 'never') {
    throw new StreamassayError('SCENARIO_INVALID', `scenario ${scenario.name}: the job cannot be checked: ${why}`, {
      remedy: 'Let the job know `--bounded` and leave out `ends: never`: cases can then go through jobs that end.',
    })
  }
  const judge = new BoundedJudge(prepared, { stack, name: `${name}-run`, signal, isOrdered }, width)
  const order = isOrdered ? '' : ', their rows told apart by identity and their order not judged'
  const how = `jobs that end, up to ${width} cases in each${order}`
  return { judge, how, fallback: why, isOrdered, webUiUrl: null, broken }
}
