/** The verdict: `pass` needs proof of everything, `fail` needs proof of a wrong, and whatever is left is `unknown`. */
import type { Comparison, Verdict } from './comparison.ts'
import { type DueAccount, dueFinding } from './output/due-rows.ts'
import { troubleOf } from './trouble/cluster-trouble.ts'
import { provenWrong } from './trouble/proven-wrong.ts'
import { type JobAccount, type JobException, stuckType } from './run-account.ts'
import { whereOrderCounts } from './report/order-text.ts'
import { oneLine, shortened } from './report/value-text.ts'
import { undecidedText } from './compare/undecided.ts'

/** What is known of a run when it ends, however early that is. */
export interface RunToJudge {
  /** What stopped the run before its end, in words; null if it went through every stage or the job itself failed. */
  readonly problem: string | null
  /** How a part of the stack died, in words; whatever became of the job afterwards is not its own doing. */
  readonly stackDeath?: string | null
  /** What was to be sent and what of it the broker acknowledged; null if replay never began. */
  readonly ledger: { readonly sent: number; readonly acknowledged: number } | null
  /** What Flink last said of the job; `state` is null if no job ever came to be. */
  readonly job: Pick<JobAccount, 'state' | 'exception' | 'hasFailedMain'> & Partial<Pick<JobAccount, 'restarts'>>
  /** What became of the job in a second run on the same records; null if there was none, or it was not conclusive. */
  readonly again?: SecondRun | null
  /** True if this run is such a second one itself: a failure whose cause is in doubt counts as the job's own. */
  readonly isSecondRun?: boolean
  /** Whether the drain read every output partition to an end that was known. */
  readonly drainedToKnownEnd: boolean
  /** Null if it did not come to comparing. */
  readonly comparison: Comparison | null
  /** Which input no source of the job has read, as a clause; null if there is none, or it is not known. */
  readonly unread?: string | null
  /** Describes an output that grew beyond every limit, for which the run was ended. */
  readonly endless?: string | null
  readonly due?: DueAccount | null
}

/** How a second run on the same records ended: with the same failure, or without one. */
export type SecondRun = 'failed' | 'passed'

/** A verdict, and one sentence (no full stop) that gives the reason. */
export interface Judgement {
  readonly verdict: Verdict
  readonly reason: string
  /** What to do, where the verdict is `unknown` and judging has found out. */
  readonly remedy?: string
  /** The trouble that cut the run off, where its rows had been proven wrong before. */
  readonly trouble?: string
}

/**
 * Judges a run. In this order: an output without end; rows that are proven wrong although trouble cut the run off; trouble of
 * the stack and of the cluster; failures of the job itself; whatever else keeps the run from being judged; the account of its
 * rows.
 */
export function judge(run: RunToJudge): Judgement {
  if (run.endless) return { verdict: 'fail', reason: run.endless }
  const trouble = troubleText(run)
  if (trouble !== null) {
    const wrong = provenWrong(run.comparison, run.job.restarts ?? null)
    // What was known before the stack died, as foreign records, still makes the comparison worthless.
    const isSound = run.problem === null || run.problem === run.stackDeath
    if (run.comparison !== null && wrong.length > 0 && isSound)
      return provenBefore(run.comparison, wrong, trouble.reason)
    if (!trouble.isOfJob) return { verdict: 'unknown', reason: trouble.reason, ...trouble.remedy }
  }
  const failed = jobFailure(run)
  const isRepeated = trouble !== null && run.again === 'failed'
  if (failed !== null) return { verdict: 'fail', reason: `${failed}${isRepeated ? runAgain.failed : ''}` }
  const obstacle = whyUnknown(run)
  if (obstacle !== null) return { verdict: 'unknown', reason: obstacle }
  if (run.comparison === null) return { verdict: 'unknown', reason: 'the output was not compared' }
  const judged = judgeRows(run.comparison)
  if (judged.verdict !== 'pass') return judged
  const heldBack = dueFinding(run.due ?? null)
  if (heldBack !== null) return { verdict: 'fail', reason: heldBack }
  return run.unread ? notRead(run.unread) : judged
}

/** What a second run on the same records says of a failure that is the cluster's or the job's. */
const runAgain = {
  failed: '; run once more, it failed in the same way',
  passed: '; run once more, the job did not fail',
  open: '; a second run did not show whether the job is the cause',
}

interface TroubleText {
  readonly reason: string
  readonly remedy: { readonly remedy?: string }
  /** True if a second run has shown that the job brings it about. */
  readonly isOfJob: boolean
}

/** The trouble of a run; null if there was none. */
function troubleText({ stackDeath, job, again = null, isSecondRun = false }: RunToJudge): TroubleText | null {
  if (stackDeath) return { reason: stackDeath, remedy: {}, isOfJob: false }
  const trouble = troubleOf(job)
  if (trouble === null) return null
  const { what, remedy, isDoubtful } = trouble
  const said = job.exception === null ? '' : ` (${shortened(oneLine(saidBy(job.exception)), 160)})`
  const outcome = isDoubtful ? runAgain[again ?? 'open'] : ''
  return {
    reason: `${what}${said}${outcome}`,
    remedy: { remedy },
    isOfJob: isDoubtful && (isSecondRun || again === 'failed'),
  }
}

function provenBefore({ counts }: Comparison, wrong: ReturnType<typeof provenWrong>, trouble: string): Judgement {
  const classes = wrong.map(([name, count]) => `${count} ${name}`).join(', ')
  const of = `${rowsText(counts.expected)} expected, ${counts.observed} observed before the run was cut off`
  return { verdict: 'fail', reason: `${classes} (${of})`, trouble }
}

const notRead = (unread: string): Judgement => ({
  verdict: 'unknown',
  reason: `all rows match, but ${unread}`,
  remedy: 'Let the job read the topics that `args` receives: `inputTopic`, and `sideTopics` for the other streams.',
})

/** How the job itself failed, or null. A Python error without a job is one that the job's own `main` or imports raised. */
function jobFailure({ job: { state, exception, hasFailedMain = false }, comparison }: RunToJudge): string | null {
  const said = exception === null ? '' : `: ${shortened(oneLine(saidBy(exception)), 160)}`
  if (hasFailedMain || (state === null && exception !== null && hasRows(comparison)))
    return `main() failed after it had started the job${said}`
  if (state === null) return exception === null ? null : `the job never started${said}`
  if (exception?.type === stuckType) return `the job was stuck and was cancelled: ${exception.message}`
  return state === 'FAILED' ? `the job ended as FAILED${said}` : null
}

/** A job of which rows came out did start. */
const hasRows = (comparison: Comparison | null): boolean => (comparison?.counts.observed ?? 0) > 0

const saidBy = ({ type, message }: JobException): string => (message === '' ? type : `${type}: ${message}`)

function whyUnknown({ problem, ledger, job, drainedToKnownEnd, comparison }: RunToJudge): string | null {
  if (problem !== null) return problem
  if (ledger === null) return 'no row was sent'
  if (ledger.acknowledged !== ledger.sent) {
    return `the broker acknowledged ${ledger.acknowledged} of ${ledger.sent} records`
  }
  if (job.state === null) return hasRows(comparison) ? 'it is not known how the job ended' : 'no job was started'
  const sentinels = comparison?.sentinels ?? { expected: 0, matched: 0 }
  const hasSentinels = sentinels.expected > 0 && sentinels.matched === sentinels.expected
  if (job.state !== 'FINISHED' && !hasSentinels) return `the job is ${job.state}, not FINISHED`
  return drainedToKnownEnd ? null : 'the output was not read to its end'
}

function judgeRows(comparison: Comparison): Judgement {
  const open = undecidedText(comparison)
  if (open !== null) return { verdict: 'unknown', reason: open }
  const { counts, changes, delivery, order, sentinels } = comparison
  const wrongs = (['differing', 'lost', 'unexpected', 'misordered', 'duplicated'] as const)
    .filter((name) => counts[name] > 0 && !(name === 'duplicated' && delivery === 'at-least-once'))
    .map((name) => `${counts[name]} ${name}`)
  if (wrongs.length > 0) {
    const of = `${rowsText(counts.expected)} expected, ${counts.observed} observed`
    return { verdict: 'fail', reason: `${wrongs.join(', ')} (${of})` }
  }
  if (counts.expected === 0) {
    return {
      verdict: 'unknown',
      reason: 'no row was expected and none arrived, so a job that does nothing would pass too',
      remedy: 'Give the scenario a `sentinel`, a row that passes the reference.',
    }
  }
  if (counts.expected === sentinels.expected) {
    return { verdict: 'pass', reason: 'only the output of the sentinel was expected, and nothing else arrived' }
  }
  if (changes !== undefined) {
    return {
      verdict: 'pass',
      reason: `the final table has ${allRows(counts.expected)} and no others`,
    }
  }
  const times =
    counts.duplicated === 0 ? 'once' : `at least once (${counts.duplicated} duplicated, which the scenario allows)`
  return { verdict: 'pass', reason: `${allRows(counts.expected)} arrived ${times}, ${orderText(order)}` }
}

function orderText(order: Comparison['order']): string {
  if (order.rule === 'any') return 'in any order, which the scenario allows'
  const except = order.notJudged === 0 ? '' : ` (the order of ${order.notJudged} was not judged)`
  return `in order${whereOrderCounts(order)}${except}`
}

const allRows = (count: number): string => (count === 1 ? 'the only expected row' : `all ${count} expected rows`)

const rowsText = (count: number): string => (count === 1 ? '1 row' : `${count} rows`)
