/** What is known of a run at any moment, and the account of it when it has ended, however early that is. */
import { messageOf, remedyOf } from '../errors.ts'
import { evidencePath } from '../evidence/evidence-folder.ts'
import type { Progress } from '../kafka/replay/replay.ts'
import { outputPlace } from '../scenario/sink.ts'
import type { Stack } from '../stack/stack.ts'
import { commitsOf } from '../verdict/checkpoint-account.ts'
import type { Comparison } from '../verdict/comparison.ts'
import type { DueAccount } from '../verdict/output/due-rows.ts'
import { unreadInput } from '../verdict/flink-counts.ts'
import { judge, type SecondRun } from '../verdict/judge.ts'
import { shownLines } from '../verdict/report/finding-model.ts'
import type { Measures } from '../verdict/measures.ts'
import { countsOf, noJob, type RunAccount, type SideAccount } from '../verdict/run-account.ts'
import { rowsOfLines } from './input-rows.ts'
import { fromHere, type PreparedScenario } from './prepare.ts'
import type { JobEnd } from './job/run-job.ts'
import { badEndOf, deathOf, fullTaskManager } from './stack-of-run.ts'
import type { Stages } from './stages.ts'
import { ownVersions } from './versions.ts'

/** What the stages have found so far; a run may end at any of them. */
export interface Known<Out> {
  ledger: Progress | null
  ended: JobEnd
  readToEnd: boolean
  comparison: Comparison<Out> | null
  /** Rows of the output that came in transactions. */
  rowsInTransactions: number
  measures: Measures | null
  due: DueAccount | null
  /** Why the run was ended though its job still wrote; null if it was not. */
  endless: string | null
  /** Why the job was stopped though its scenario has it end with its input; null if it was not. */
  stoppedBecause: string | null
  /** What stopped the run before its end, in words. */
  problem: string | null
  /** What to do about it, where that is known. */
  remedy: string | null
  /** How a part of the stack died, or has no room left, with what to do about it. */
  death: { readonly reason: string; readonly remedy: string | null } | null
  /** How a second run on the same records ended. */
  again: SecondRun | null
}

export const nothingKnown = <Out>(): Known<Out> => ({
  ledger: null,
  ended: { job: noJob },
  readToEnd: false,
  comparison: null,
  rowsInTransactions: 0,
  measures: null,
  due: null,
  endless: null,
  stoppedBecause: null,
  problem: null,
  remedy: null,
  death: null,
  again: null,
})

/** Of which run, on which stack, and how it was asked for. */
export interface RunIdentity {
  readonly stack: Stack
  readonly runId: string
  readonly startedAt: Date
  readonly outputTopic: string
  readonly stages: Stages
  readonly options: { readonly rerunCommand: string; readonly isStackKept?: boolean }
}

/** The verdict on what is known so far, with its remedy. */
export function judgementOf<Row, Out>(
  { ledger, ended, readToEnd, comparison, due, endless, problem, remedy, death, again }: Known<Out>,
  { sides }: Pick<PreparedScenario<Row, Out>, 'sides'>,
): Pick<RunAccount, 'verdict' | 'reason' | 'remedy' | 'trouble'> {
  const { job } = ended
  const unread = unreadInput({ acknowledged: ledger?.acknowledged ?? 0, sides: sidesOf(sides), job })
  const stackDeath = death?.reason ?? null
  const output = { drainedToKnownEnd: readToEnd, comparison, due, endless }
  const whole = { problem, stackDeath, ledger, job, again, unread, ...output }
  const { trouble = null, ...judgement } = judge(whole)
  // What to do about a stack that died is told with its death.
  const toDo = death === null ? (judgement.remedy ?? remedy) : death.remedy
  return { ...judgement, remedy: judgement.verdict === 'unknown' ? toDo : null, trouble }
}

/** What became of the stack after the verdict, as the job was cancelled; null if nothing did. */
export const lossAfter = <Out>(stack: Pick<Stack, 'dead'>, { death }: Known<Out>): string | null =>
  stack.dead.aborted && death === null
    ? `${messageOf(stack.dead.reason)}, after the verdict; a kept stack restarts its TaskManager`
    : null

/** Judges what is known, and gives the whole account. */
export async function accountOfRun<Row, Out>(
  prepared: PreparedScenario<Row, Out>,
  known: Known<Out>,
  { stack, runId, startedAt, outputTopic, stages, options }: RunIdentity,
): Promise<RunAccount & { readonly comparison: Comparison<Out> | null }> {
  const { scenario, sides, inputs } = prepared
  const { ledger, ended, comparison, measures, due, stoppedBecause } = known
  const reason = await deathOf(stack, ended.job)
  known.death =
    reason === null
      ? await fullTaskManager(stack, badEndOf(ended.job, known.problem), ended.limits)
      : { reason, remedy: remedyOf(stack.dead.reason) }
  return {
    scenario: scenario.name,
    runId,
    startedAt,
    judgedAt: new Date(),
    ...judgementOf(known, prepared),
    rerunCommand: options.rerunCommand,
    sides: sidesOf(sides),
    inputs,
    counts: countsOf(ledger, comparison),
    comparison,
    measures,
    due,
    stoppedBecause,
    job: ended.job,
    commits: commitsOf(known.rowsInTransactions, ended.job),
    loadSamples: ended.loadSamples ?? [],
    culprit: null,
    timingsMs: stages.timingsMs(),
    versions: { ...ownVersions, ...stack.versions },
    fixturePath: fromHere(scenario.input.path),
    shownInputs: await rowsOfLines(prepared, shownLines(comparison)),
    output: outputPlace(scenario.sink ?? 'kafka', outputTopic),
    isStackAlive: options.isStackKept ?? false,
    evidencePath: evidencePath(runId),
  }
}

const sidesOf = (sides: PreparedScenario<never, never>['sides']): readonly SideAccount[] =>
  sides.map(({ name, fixture, rows }) => ({ name, path: fromHere(fixture.path), rows: rows.length }))
