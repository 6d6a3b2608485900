/** The verdict: `pass` needs proof of everything, `fail` needs proof of a wrong, and whatever is left is `unknown`. */
import type { Comparison, Verdict } from './comparison.ts'
import { type JobException, stuckType } from './run-account.ts'
import { whereOrderCounts } from './report/order-text.ts'
import { oneLine, shortened } from './report/value-text.ts'

/** What is known of a run when it ends, however early that is. */
export interface RunToJudge {
  /** What stopped the run before its end, in words; null if it went through every stage or the job itself failed. */
  readonly problem: string | null
  /** How a part of the stack died, in words; whatever became of the job afterwards is not its own doing. */
  readonly stackDeath?: string | null
  /** What was to be sent and what of it the broker acknowledged; null if replay never began. */
  readonly ledger: { readonly sent: number; readonly acknowledged: number } | null
  /** What Flink last said of the job; `state` is null if no job ever came to be. */
  readonly job: { readonly state: string | null; readonly exception: JobException | null }
  /** Whether the drain read every output partition to an end that was known. */
  readonly drainedToKnownEnd: boolean
  /** Null if it did not come to comparing. */
  readonly comparison: Comparison | null
}

/** A verdict, and one sentence (no full stop) that gives the reason. */
export interface Judgement {
  readonly verdict: Verdict
  readonly reason: string
}

/** Judges a run: what is the cluster's doing comes first, then what proves a fail, then what keeps it from being judged, then the account of its rows. */
export function judge(run: RunToJudge): Judgement {
  if (run.stackDeath) return { verdict: 'unknown', reason: run.stackDeath }
  const ofCluster = clusterFailure(run.job)
  if (ofCluster !== null) return { verdict: 'unknown', reason: ofCluster }
  const failed = jobFailure(run.job)
  if (failed !== null) return { verdict: 'fail', reason: failed }
  const obstacle = whyUnknown(run)
  if (obstacle !== null) return { verdict: 'unknown', reason: obstacle }
  if (run.comparison === null) return { verdict: 'unknown', reason: 'the output was not compared' }
  return judgeRows(run.comparison)
}

/** Flink fails a job also when its cluster has no place for it, or has lost one of its own: that proves nothing about the job. */
const isOfCluster = ({ type, message }: JobException): boolean =>
  type.endsWith('.NoResourceAvailableException') ||
  /^Heartbeat of TaskManager .* timed out|^TaskManager with id .* is no longer reachable/.test(message) ||
  message.startsWith('Connection unexpectedly closed by remote task manager')

function clusterFailure({ state, exception }: RunToJudge['job']): string | null {
  if (state !== 'FAILED' || exception === null || !isOfCluster(exception)) return null
  return `the cluster could not run the job: ${shortened(oneLine(saidBy(exception)), 160)}`
}

/** How the job itself failed, or null. A Python error without a job is one that the job's own `main` or imports raised. */
function jobFailure({ state, exception }: RunToJudge['job']): string | null {
  const said = exception === null ? '' : `: ${shortened(oneLine(saidBy(exception)), 160)}`
  if (state === null) return exception === null ? null : `the job never started${said}`
  if (exception?.type === stuckType) return `the job was stuck, and was cancelled: ${exception.message}`
  return state === 'FAILED' || state === 'CANCELED' ? `the job ended as ${state}${said}` : null
}

const saidBy = ({ type, message }: JobException): string => (message === '' ? type : `${type}: ${message}`)

function whyUnknown({ problem, ledger, job, drainedToKnownEnd, comparison }: RunToJudge): string | null {
  if (problem !== null) return problem
  if (ledger === null) return 'no row was sent'
  if (ledger.acknowledged !== ledger.sent) {
    return `the broker acknowledged ${ledger.acknowledged} of ${ledger.sent} records`
  }
  if (job.state === null) return 'no job was started'
  const sentinels = comparison?.sentinels ?? { expected: 0, matched: 0 }
  const hasSentinels = sentinels.expected > 0 && sentinels.matched === sentinels.expected
  if (job.state !== 'FINISHED' && !hasSentinels) return `the job is ${job.state}, not FINISHED`
  return drainedToKnownEnd ? null : 'the output was not read to a known end'
}

function judgeRows({ counts, changes, delivery, order, sentinels }: Comparison): Judgement {
  const wrongs = (['differing', 'lost', 'unexpected', 'misordered', 'duplicated'] as const)
    .filter((name) => counts[name] > 0 && !(name === 'duplicated' && delivery === 'at-least-once'))
    .map((name) => `${counts[name]} ${name}`)
  if (wrongs.length > 0) {
    const of = `${rowsText(counts.expected)} expected, ${counts.observed} observed`
    return { verdict: 'fail', reason: `${wrongs.join(', ')} (${of})` }
  }
  if (counts.expected === 0) {
    const remedy = 'give the scenario a `sentinel`, a row that the reference lets through'
    return {
      verdict: 'unknown',
      reason: `no row was expected and none was seen, which a job that does nothing would do too: ${remedy}`,
    }
  }
  if (counts.expected === sentinels.expected) {
    return { verdict: 'pass', reason: 'no row was expected but the sentinel, and nothing else was seen' }
  }
  if (changes !== undefined) {
    return {
      verdict: 'pass',
      reason: `all ${rowsText(counts.expected)} are there that the changes should leave, and no others`,
    }
  }
  const times = counts.duplicated === 0 ? 'once' : `at least once (${counts.duplicated} more, as the scenario allows)`
  return { verdict: 'pass', reason: `all ${rowsText(counts.expected)} were seen ${times}, ${orderText(order)}` }
}

function orderText(order: Comparison['order']): string {
  if (order.rule === 'any') return 'in any order, as the scenario allows'
  const except = order.notJudged === 0 ? '' : `, where the order of ${order.notJudged} could not be judged`
  return `in order${whereOrderCounts(order)}${except}`
}

const rowsText = (count: number): string => (count === 1 ? '1 row' : `${count} rows`)
