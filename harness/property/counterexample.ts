/** A stream that fails, on its way to the smallest one: shrunk through the real job, and run once more alone. */
import { StreamassayError } from '../errors.ts'
import type { Stack } from '../stack/stack.ts'
import type { CounterexampleSource } from '../verdict/check-account.ts'
import type { ObservedRow } from '../verdict/comparison.ts'
import { counted } from '../verdict/report/value-text.ts'
import { runBounded } from './batch/bounded-run.ts'
import type { CaseJudge, JobFailure, LoneRun } from './batch/case-judge.ts'
import type { Case, CasePlace } from './cases/case.ts'
import { shrink } from './cases/shrink.ts'
import type { KnownOfCheck } from './known.ts'
import type { PreparedCheck } from './prepare-check.ts'

/** A stream that has failed. */
export interface Failing<Row> {
  readonly rows: Case<Row>
  readonly source: CounterexampleSource
  /** Where fast-check makes it; null for one that it does not make. */
  readonly place: CasePlace | null
  /** Rows of the stream that it was made smaller from. */
  readonly foundRows: number
  readonly isSmallest: boolean
  readonly failure: JobFailure | null
}

/** What the search for a counterexample has to do with. */
export interface Search<Row, Out> {
  readonly prepared: PreparedCheck<Row, Out>
  readonly stack: Stack
  readonly checkId: string
  readonly known: KnownOfCheck<Row, Out>
  readonly signal: AbortSignal
}

/** Candidates that are judged together in a shrinking, at most. */
const widest = 64

/** Makes the stream that has failed as small as it can be; what has been found is in `known` at any time. */
export async function shrinkFailing<Row, Out>(
  { prepared: { cases, plan }, known }: Pick<Search<Row, Out>, 'prepared' | 'known'>,
  judge: CaseJudge<Row, Out>,
  tell: (text: string) => void,
): Promise<void> {
  const { failing } = known
  if (failing === null || failing.place === null) return
  const untilMs = performance.now() + plan.shrinking.limitMs
  const seen = new WeakMap<Case<Row>, readonly ObservedRow[] | null>()
  const smallest = await shrink(cases, {
    place: failing.place,
    width: () => Math.min(widest, judge.width),
    isOver: ({ rounds }) => rounds >= plan.shrinking.rounds || performance.now() >= untilMs,
    judge: async (candidates) => {
      const outcomes = await judge.judge(candidates)
      return outcomes.map((outcome, at) => {
        const rows = candidates[at]
        if (rows !== undefined && outcome.standing === 'fail') seen.set(rows, outcome.observed)
        return outcome.standing === 'unclear' ? undefined : outcome.standing !== 'pass'
      })
    },
    onSmaller: ({ rows, rounds, predicateRuns }) => {
      known.failing = { ...failing, rows }
      known.rounds = rounds
      known.predicateRuns = predicateRuns
      tell(`${counted(rows.length, 'row')}, after ${counted(rounds, 'round')}`)
    },
  })
  const { rows, place, isSmallest, rounds, predicateRuns } = smallest
  known.failing = { ...failing, rows, place, isSmallest }
  known.rounds = rounds
  known.predicateRuns = predicateRuns
  known.seenBefore = seen.get(rows) ?? known.seenBefore
}

/** Runs the stream that has failed by itself: in a job that ends with it, where the job can, else in the running one. */
export async function confirmAlone<Row, Out>(
  { prepared, stack, checkId, known, signal }: Search<Row, Out>,
  judge: CaseJudge<Row, Out>,
): Promise<LoneRun<Out>> {
  const rows = known.failing?.rows ?? []
  if (prepared.scenario.ends === 'never') return judge.alone(rows)
  const isOrdered = known.way?.isOrdered ?? true
  // A job that writes in transactions must have ended before another one of it begins.
  await judge[Symbol.asyncDispose]()
  let isSubmitted = false
  const onSubmitted = (): void => void (isSubmitted = true)
  try {
    return await runBounded(prepared, rows, { stack, name: `${checkId}-alone`, signal, isOrdered, onSubmitted })
  } catch (error) {
    // A job that hangs on these rows does not end with its input. One that was never submitted has not seen them.
    const isLate = isSubmitted && error instanceof StreamassayError && error.code === 'WAIT_TIMED_OUT'
    if (!isLate || stack.dead.aborted) throw error
    const failure = { how: error.message, exception: null }
    return { passes: false, reason: error.message, comparison: null, expected: [], observed: [], failure }
  }
}
