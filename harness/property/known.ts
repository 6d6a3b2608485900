/** What is known of a check at any moment, and the account of it when it has ended, however early that is. */
import { evidencePath } from '../evidence/evidence-folder.ts'
import { ownVersions } from '../run/versions.ts'
import type { Stack } from '../stack/stack.ts'
import type { CheckAccount, Counterexample } from '../verdict/check-account.ts'
import type { ObservedRow } from '../verdict/comparison.ts'
import { judgeCheck } from '../verdict/judge-check.ts'
import type { JobFailure, LoneRun } from './batch/case-judge.ts'
import type { Way } from './batch/open-judge.ts'
import type { CasePlace } from './cases/case.ts'
import type { Failing } from './counterexample.ts'
import type { PreparedCheck } from './prepare-check.ts'
import { Tally } from './tally.ts'

/** What the stages have found so far; a check may end at any of them. */
export class KnownOfCheck<Row, Out> {
  readonly tally: Tally<Row>
  way: Way<Row, Out> | null = null
  emptyStream: LoneRun<Out> | null = null
  /** The smallest stream that has failed so far. */
  failing: Failing<Row> | null = null
  /** Its last run, alone. */
  lone: LoneRun<Out> | null = null
  /** What came out when it failed among other cases; null where that is not known. */
  seenBefore: readonly ObservedRow[] | null = null
  rounds = 0
  predicateRuns = 0
  strays = 0
  unexplained: JobFailure | null = null
  /** What stopped the check before its end, in words. */
  problem: string | null = null
  judgingSinceMs: number | null = null
  judgedMs: number | null = null

  constructor({ plan, derived }: PreparedCheck<Row, Out>) {
    this.tally = new Tally(plan.edges, derived)
  }

  /** How long cases have been judged until now. */
  judgingMs(): number {
    return this.judgingSinceMs === null ? 0 : performance.now() - this.judgingSinceMs
  }
}

export const nothingKnownOf = <Row, Out>(prepared: PreparedCheck<Row, Out>): KnownOfCheck<Row, Out> =>
  new KnownOfCheck(prepared)

/** Of which check, on which stack, and how it is done again. */
export interface CheckIdentity<Row, Out> {
  readonly prepared: PreparedCheck<Row, Out>
  readonly stack: Stack
  readonly checkId: string
  readonly startedAt: Date
  readonly rerunCommand: (place: CasePlace | null, seed: number) => string
}

/** Judges what is known, and gives the whole account. */
export function accountOfCheck<Row, Out>(
  known: KnownOfCheck<Row, Out>,
  { prepared, stack, checkId, startedAt, rerunCommand }: CheckIdentity<Row, Out>,
): Omit<CheckAccount<Row, Out>, 'savedAs'> {
  const { scenario, plan } = prepared
  const { tally, failing, lone, way } = known
  const counterexample = failing && counterexampleOf(failing, lone)
  const statistics = tally.statistics()
  const { verdict, reason } = judgeCheck({
    problem: known.problem ?? (stack.dead.aborted ? String(stack.dead.reason) : null),
    failing: counterexample && { counterexample, wrong: lone === null ? 'it was not run again alone' : lone.reason },
    strays: known.strays,
    unexplained: known.unexplained?.how ?? null,
    cases: tally.cases,
    rows: tally.rows,
    statistics,
  })
  const place = failing?.place ?? null
  const seed = place?.seed ?? plan.seed
  return {
    scenario: scenario.name,
    checkId,
    startedAt,
    verdict,
    reason,
    cases: tally.cases,
    rows: tally.rows,
    elapsedMs: Date.now() - startedAt.getTime(),
    judgingMs: known.judgedMs,
    rounds: known.rounds,
    predicateRuns: known.predicateRuns,
    restarts: way?.judge.restarts ?? 0,
    seed,
    path: place?.path ?? null,
    counterexample,
    statistics,
    how: way?.how ?? 'none: the job did not come to run',
    fallback: way?.fallback ?? null,
    versions: { ...ownVersions, ...stack.versions },
    rerunCommand: rerunCommand(place, seed),
    evidencePath: evidencePath(checkId),
  }
}

function counterexampleOf<Row, Out>(
  { rows, source, isSmallest, foundRows, failure }: Failing<Row>,
  lone: LoneRun<Out> | null,
): Counterexample<Row, Out> {
  const said = lone?.failure ?? failure
  return {
    rows,
    source,
    isSmallest,
    foundRows,
    comparison: lone?.comparison ?? null,
    exception: said?.exception ?? null,
    rawExceptions: said?.rawExceptions,
  }
}
