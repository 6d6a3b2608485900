/** One check through every stage: the whole control flow. */
import { firstThrown, messageOf, remedyOf } from '../errors.ts'
import { newRunId } from '../evidence/run-id.ts'
import { writeCheckEvidence } from '../evidence/write-check-evidence.ts'
import { type Report, reportStep } from '../progress.ts'
import { isScenarioAtFault } from '../run/prepare.ts'
import { clearTopics, type TopicsAfterwards } from '../run/run-topics.ts'
import { fullTaskManager, logsOf } from '../run/stack-of-run.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Stack } from '../stack/stack.ts'
import type { CheckAccount } from '../verdict/check-account.ts'
import { renderCheck } from '../verdict/report/report.ts'
import { counted } from '../verdict/report/value-text.ts'
import { runBounded } from './batch/bounded-run.ts'
import { openJudge, type Way } from './batch/open-judge.ts'
import type { CasePlace } from './cases/case.ts'
import type { CheckOptions } from './check-options.ts'
import { confirmAlone, shrinkFailing } from './counterexample.ts'
import { saveCounterexample } from './corpus/save-counterexample.ts'
import { emptyStreamFails, findFailing } from './find-failing.ts'
import { accountOfCheck, KnownOfCheck } from './known.ts'
import { type PreparedCheck, prepareCheck } from './prepare-check.ts'

/** The steps of a check, in their order, as whoever looks on sees them. */
export const checkSteps = ['stack', 'job', 'cases', 'shrinking', 'confirmation'] as const

export interface CheckContext extends TopicsAfterwards {
  /** Takes the stack to check on; whoever gives it releases it. */
  readonly stack: () => Promise<Stack>
  /** The command that judges the case at a place again, or for null does the same check again. */
  readonly rerunCommand: (place: CasePlace | null, seed: number) => string
  /** Hears of each of `checkSteps`. */
  readonly report?: Report
  /** Ends the check from outside: what it has found until then is its account. */
  readonly signal?: AbortSignal
}

/** A check that has ended: its account, and the same as text. */
export interface Check<Row = unknown, Out = unknown> extends CheckAccount<Row, Out> {
  /** The report as text, verdict first. */
  readonly report: string
  /** Why topics of the check were left on a kept stack, as a line; null if none were, or if they were to stay. */
  readonly topicsLeft: string | null
}

/** The longest waits for a row that must come: the first one of a job loads all that it is made of. */
const firstSilence = { firstMs: 30_000, laterMs: 15_000 }
const silence = { firstMs: 15_000, laterMs: 15_000 }

/**
 * Prepares a check, then takes it through every stage; see `prepareCheck` and `checkPrepared`.
 *
 * @throws StreamassayError as those two say
 */
export async function check<Row, Out>(
  scenario: Scenario<Row, Out>,
  options: CheckOptions<Row>,
  context: CheckContext,
): Promise<Check<Row, Out>> {
  return checkPrepared(await prepareCheck(scenario, options), context)
}

interface Travel<Row, Out> {
  readonly prepared: PreparedCheck<Row, Out>
  readonly stack: Stack
  readonly checkId: string
  readonly known: KnownOfCheck<Row, Out>
  readonly report: Report
  readonly signal: AbortSignal
}

/**
 * Judges generated cases in the real job, makes the first that fails as small as it can be, and runs that once more alone;
 * the evidence is on disk afterwards, and the counterexample among the regressions.
 *
 * Once there is a stack, whatever goes wrong is told by the verdict and its reason; what ends the check early leaves the
 * account of what had been judged until then.
 *
 * @throws StreamassayError when no stack can be had, the scenario itself is at fault (`REFERENCE_FAILED`,
 * `SCENARIO_INVALID`, `RECORD_UNENCODABLE`), or the evidence cannot be written
 */
export async function checkPrepared<Row, Out>(
  prepared: PreparedCheck<Row, Out>,
  context: CheckContext,
): Promise<Check<Row, Out>> {
  const { scenario } = prepared
  const report = context.report ?? (() => undefined)
  const startedAt = new Date()
  const checkId = newRunId(scenario.name, startedAt)
  const stack = await reportStep(report, 'stack', async (tell) => {
    tell('starting Kafka, a JobManager and a TaskManager')
    const taken = await context.stack()
    return [taken, `Kafka at ${taken.brokers}, Flink's Web UI at ${taken.flinkUrl}`]
  })
  const known = new KnownOfCheck(prepared)
  const signal = context.signal ?? new AbortController().signal
  try {
    await throughCases({ prepared, stack, checkId, known, report, signal })
  } catch (thrown) {
    const error = firstThrown(thrown)
    // What has been found by then is told all the same.
    if (isScenarioAtFault(error) && known.failing === null) {
      await clearTopics(stack, checkId, context)
      throw error
    }
    known.problem = context.signal?.aborted
      ? { what: 'it was interrupted', remedy: null }
      : { what: messageOf(error), remedy: remedyOf(error) }
  }
  await noteFull(known, stack)
  const account = accountOfCheck(known, { prepared, stack, checkId, startedAt, rerunCommand: context.rerunCommand })
  const ended = { ...account, saved: await saveCounterexample(prepared, known, account) }
  const clearing = clearTopics(stack, checkId, context)
  const { lone, seenBefore, strays } = known
  await writeCheckEvidence(ended, { lone, seenBefore, strays, logs: await logsOf(stack, startedAt) })
  return { ...ended, report: renderCheck(ended), topicsLeft: await clearing }
}

/** Notes a TaskManager without room if a job of the check has ended badly. */
async function noteFull(
  known: Pick<KnownOfCheck<unknown, unknown>, 'badEnd' | 'full'>,
  stack: Pick<Stack, 'reachedLimits'>,
): Promise<void> {
  if (known.full !== null) return
  const full = await fullTaskManager(stack, known.badEnd())
  known.full = full && { what: full.reason, remedy: full.remedy }
}

/** The stages from the job to the confirmed counterexample; what each finds is noted in `known` as soon as it is known. */
async function throughCases<Row, Out>(travel: Travel<Row, Out>): Promise<void> {
  const { prepared, stack, known, report } = travel
  const way = await reportStep(report, 'job', async (tell) => {
    tell(`submitting ${prepared.scenario.job.module}`)
    return startJob(travel)
  })
  if (way === null) return
  await using judge = way.judge
  known.way = way
  known.judgingSinceMs = performance.now()
  try {
    known.failing = await reportStep(report, 'cases', async (tell) => {
      const failing = await findFailing(travel, way, tell)
      const { cases, rows } = known.tally
      const judged = `${counted(cases, 'case')} of ${counted(rows, 'row')}, in ${Math.round(known.judgingMs())} ms`
      return [failing, failing === null ? `${judged}, all match the reference` : `${judged}, the last one fails`]
    })
  } finally {
    known.judgedMs = known.judgingMs()
    known.unexplained = judge.unexplained
  }
  if (known.failing === null) {
    known.strays = await judge.finish()
    return
  }
  // There is no smaller stream to be found where every job ends.
  await noteFull(known, stack)
  if (known.full !== null) return
  await reportStep(report, 'shrinking', async (tell) => {
    const { failing } = known
    if (failing?.place) await shrinkFailing(travel, judge, tell)
    return [undefined, `${counted(known.failing?.rows.length ?? 0, 'row')}, in ${counted(known.rounds, 'round')}`]
  })
  await reportStep(report, 'confirmation', async () => {
    known.lone = await confirmAlone(travel, judge)
    return [undefined, known.lone.passes ? 'passes alone' : 'fails alone as well']
  })
}

/**
 * Starts the job in the way that it can be checked in. The empty stream is judged in a job that ends with it: meanwhile, or
 * before that if both may write in transactions.
 */
async function startJob<Row, Out>({
  prepared,
  stack,
  checkId,
  known,
  signal,
}: Travel<Row, Out>): Promise<readonly [Way<Row, Out> | null, string]> {
  const { scenario, sentinels, plan } = prepared
  const names = { stack, signal, name: checkId }
  const turnOver = Promise.withResolvers<void>()
  const emptyPlan = { ...names, name: `${checkId}-empty`, isOrdered: true, onTurnOver: turnOver.resolve }
  const isAsked = scenario.ends !== 'never' && plan.path === undefined
  const emptyStream = isAsked ? runBounded(prepared, [], emptyPlan) : null
  // The job that is kept running would never give its turn to the other one.
  if (emptyStream !== null) await Promise.race([turnOver.promise, emptyStream.catch(() => null)])
  const opening = openJudge(prepared, {
    ...names,
    sentinels,
    width: plan.batch,
    maxRows: plan.maxRows,
    silence,
    firstSilence,
  })
  // Neither must go on unseen when the other one fails.
  const [opened, empty] = await Promise.allSettled([opening, emptyStream])
  if (opened.status === 'rejected') throw opened.reason
  const way = opened.value
  if ('failure' in way) {
    const { failure } = way
    known.failing = emptyStreamFails(failure)
    known.lone = { passes: false, reason: failure.how, comparison: null, expected: [], observed: [], failure }
    return [null, way.failure.how]
  }
  if (empty.status === 'rejected') {
    await way.judge[Symbol.asyncDispose]()
    throw empty.reason
  }
  known.emptyStream = empty.value
  const see = way.webUiUrl === null ? '' : `, see ${way.webUiUrl}`
  return [way, way.fallback === null ? way.how + see : `${way.fallback}: ${way.how}`]
}
