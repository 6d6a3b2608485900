/** The verdict on a check: a counterexample that fails again proves a fail, and what touches nothing proves nothing. */
import { listed } from '../text.ts'
import type { CheckStatistics, Counterexample } from './check-account.ts'
import type { Judgement } from './judge.ts'
import { counted, oneLine, shortened } from './report/value-text.ts'

/** What is known of a check when it ends, however early that is. */
export interface CheckToJudge {
  /** What stopped it before its end, in words; null if it came to its end. */
  readonly problem: string | null
  /** True if that problem is a TaskManager without room: what ends there, ends on any rows. */
  readonly isStackFull?: boolean
  /** The counterexample, and what its last run, alone, found wrong (null: nothing); without that run nothing is proven. */
  readonly failing: {
    readonly counterexample: Counterexample
    readonly lone: { readonly wrong: string | null } | null
  } | null
  /** Rows that came out of the job after all that was expected had come. */
  readonly strays: number
  /** How the job ended on no case in particular, in words; null when it did not. */
  readonly unexplained: string | null
  /** Whether one case alone was asked for: then it need not touch anything. */
  readonly isSingle: boolean
  readonly cases: number
  readonly rows: number
  readonly statistics: CheckStatistics
}

/** Below this share of rows that the reference keeps, a check looks at what is dropped, and hardly at what comes out. */
const leastKept = 0.05
/** With fewer rows a share says little. */
const fewRows = 40

/** Judges a check: what proves a fail comes first, then what keeps it from being judged, then whether it tested anything. */
export function judgeCheck(check: CheckToJudge): Judgement {
  const { problem, isStackFull = false, failing, strays, unexplained, cases, rows } = check
  if (failing !== null && !isStackFull) return judgeFailing(failing, problem)
  if (strays > 0) {
    return { verdict: 'fail', reason: `${counted(strays, 'row')} arrived after all expected rows` }
  }
  if (problem !== null)
    return { verdict: 'unknown', reason: `${problem}; ${casesText(cases, rows)} passed before that` }
  if (unexplained !== null) {
    return { verdict: 'unknown', reason: `${unexplained}, but no case reproduces it: the job is not deterministic` }
  }
  const untested = check.isSingle ? null : whatIsUntested(check)
  if (untested !== null) return { verdict: 'unknown', reason: untested }
  return { verdict: 'pass', reason: `${casesText(cases, rows)} ${cases === 1 ? 'matches' : 'match'} the reference` }
}

function judgeFailing(
  { counterexample, lone }: NonNullable<CheckToJudge['failing']>,
  problem: string | null,
): Judgement {
  const { rows } = counterexample
  const stream = rows.length === 0 ? 'the empty stream' : `a stream of ${counted(rows.length, 'row')}`
  if (lone === null) {
    const why = problem ?? 'no reason was reported'
    return {
      verdict: 'unknown',
      reason: `${stream} failed together with other cases, and was not run again alone: ${why}`,
    }
  }
  if (lone.wrong === null) {
    return {
      verdict: 'unknown',
      reason: `${stream} failed, but passed when it ran again alone: the job is not deterministic`,
    }
  }
  return { verdict: 'fail', reason: `${stream} fails: ${shortened(oneLine(lone.wrong), 200)}` }
}

function whatIsUntested({ rows, statistics: { keptRows, edges } }: CheckToJudge): string | null {
  if (rows === 0) return 'no case was judged'
  if (keptRows === 0 || (rows >= fewRows && keptRows / rows < leastKept)) {
    const share = `${((100 * keptRows) / rows).toFixed(1)} %`
    const of = `${keptRows.toLocaleString('en-GB')} of ${rows.toLocaleString('en-GB')}`
    return `the reference keeps ${share} of the generated rows (${of}): the output of the job was hardly tested; generate more rows that pass`
  }
  const missed = edges.filter(([, hits]) => hits === 0).map(([name]) => name)
  if (missed.length === 0) return null
  return `no generated row hit the edge ${listed(missed)}, so it was not tested`
}

const casesText = (cases: number, rows: number): string => `${counted(cases, 'case')} (${counted(rows, 'row')})`
