/** What is known of a check at any moment, and the account of it when it has ended, however early that is. */
import { messageOf, remedyOf } from '../errors.ts'
import { evidencePath } from '../evidence/evidence-folder.ts'
import { maskedValues } from '../evidence/secrets/masked-values.ts'
import type { BadEnd } from '../run/stack-of-run.ts'
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

/** What stopped a check, in words, and what to do about it. */
export interface Problem {
  readonly what: string
  readonly remedy: string | null
}

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
  /** Rows that came out after all that was expected had come. */
  strays: readonly ObservedRow[] = []
  unexplained: JobFailure | null = null
  /** What stopped the check before its end. */
  problem: Problem | null = null
  /** A TaskManager without room, on which a job of the check has ended badly. */
  full: Problem | null = null
  judgingSinceMs: number | null = null
  judgedMs: number | null = null

  constructor({ plan, derived }: PreparedCheck<Row, Out>) {
    this.tally = new Tally(plan.edges, derived)
  }

  /** What a job of the check has failed with; null if none has. */
  failure(): JobFailure | null {
    return this.lone?.failure ?? this.failing?.failure ?? this.unexplained
  }

  /** How a job of the check ended badly; null if none did, or if its rows prove it wrong. */
  badEnd(): BadEnd | null {
    if (this.lone !== null && !this.lone.passes && this.lone.failure === null) return null
    const failure = this.failure()
    if (failure === null) return this.problem === null ? null : 'did not come to its end'
    if (failure.isEndless) return null
    return failure.exception === null ? 'did not come to its end' : 'failed'
  }

  /** How long cases have been judged until now. */
  judgingMs(): number {
    return this.judgingSinceMs === null ? 0 : performance.now() - this.judgingSinceMs
  }
}

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
): Omit<CheckAccount<Row, Out>, 'saved'> {
  const { scenario, plan } = prepared
  const { tally, failing, lone, way } = known
  const failure = known.failure()
  const counterexample = failing && counterexampleOf(failing, lone)
  const statistics = tally.statistics()
  const problem = known.full ?? known.problem ?? deathOfStack(stack)
  const { verdict, reason } = judgeCheck({
    problem: problem?.what ?? null,
    isStackFull: known.full !== null,
    failing: counterexample && { counterexample, lone: lone && { wrong: lone.reason } },
    strays: known.strays.length,
    unexplained: known.unexplained?.how ?? null,
    isSingle: plan.path !== undefined,
    cases: tally.cases,
    rows: tally.rows,
    statistics,
  })
  // One case that was asked for by its path is asked for again, though it passed.
  const asked = plan.path === undefined ? null : { seed: plan.seed, path: plan.path }
  const place = failing?.place ?? asked
  const seed = place?.seed ?? plan.seed
  return maskedValues({
    scenario: scenario.name,
    sink: scenario.sink ?? 'kafka',
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
    exception: failure?.exception ?? null,
    rawExceptions: failure?.rawExceptions,
    remedy: problem?.remedy ?? null,
    strays: known.strays.length,
    statistics,
    how: way?.how ?? 'none: the job did not start',
    fallback: way?.fallback ?? null,
    versions: { ...ownVersions, ...stack.versions },
    rerunCommand: rerunCommand(place, seed),
    evidencePath: evidencePath(checkId),
  })
}

const deathOfStack = ({ dead }: Stack): Problem | null =>
  dead.aborted ? { what: messageOf(dead.reason), remedy: remedyOf(dead.reason) } : null

const counterexampleOf = <Row, Out>(
  { rows, source, isSmallest, foundRows }: Failing<Row>,
  lone: LoneRun<Out> | null,
): Counterexample<Row, Out> => ({ rows, source, isSmallest, foundRows, comparison: lone?.comparison ?? null })
