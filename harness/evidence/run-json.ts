/** `run.json`, schema 1: a run in the words that other programs read. A change of meaning is a new schema number. */
import type { OutputPlace } from '../scenario/sink.ts'
import type { CheckpointAccount, CommitAccount } from '../verdict/checkpoint-account.ts'
import type { ChangesAccount, Counts, Delivery, OrderRule, Verdict } from '../verdict/comparison.ts'
import type { DueAccount } from '../verdict/output/due-rows.ts'
import type { LoadAccount } from '../verdict/job-load.ts'
import type { Measures } from '../verdict/measures.ts'
import type {
  Culprit,
  JobAccount,
  JobException,
  RunAccount,
  RunInput,
  SideAccount,
  TimingsMs,
  Versions,
} from '../verdict/run-account.ts'

/** The content of `run.json`; of a run that ended early, numbers not come to are 0 and what is not known is null. */
export interface RunJson {
  readonly schema: 1
  readonly scenario: string
  readonly runId: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly verdict: Verdict
  readonly reason: string
  readonly remedy: string | null
  /** What cut the run off, where its rows had been proven wrong before. */
  readonly trouble: string | null
  readonly rerunCommand: string
  readonly inputs: readonly RunInput[]
  /** Other streams that the job read, with how many rows of each. */
  readonly sides: readonly SideAccount[]
  readonly counts: Counts
  /** Where the job wrote. */
  readonly output: OutputPlace
  /** By which rules the rows were judged; null where it did not come to that. */
  readonly rules: {
    readonly delivery: Delivery | null
    readonly order: OrderRule | null
    /** Of rows that are changes of a table, which is what the counts are of. */
    readonly changes: ChangesAccount | null
  }
  /** Rows that were due before the job was stopped; null where there is nothing to say of any. */
  readonly due: DueAccount | null
  /** Why the job was stopped though its scenario has it end with its input; null if it was not. */
  readonly stoppedBecause: string | null
  readonly job: JobAccount
  /** Which rows came in transactions, and which of them only the end of the job committed; null if none came in one. */
  readonly commits: CommitAccount | null
  readonly culprit: Culprit | null
  /** Null of a run whose job was not there while its rows were sent. */
  readonly measures: Measures | null
  readonly timingsMs: TimingsMs
  readonly versions: Versions
}

/** Builds `run.json`, each part field by field, so that nothing else slips in; times in whole milliseconds. */
export function runJson(run: RunAccount): RunJson {
  const { counts, job, timingsMs, versions } = run
  return {
    schema: 1,
    scenario: run.scenario,
    runId: run.runId,
    startedAt: run.startedAt.toISOString(),
    verdict: run.verdict,
    reason: run.reason,
    remedy: run.remedy,
    trouble: run.trouble,
    rerunCommand: run.rerunCommand,
    inputs: run.inputs.map(({ path, sha256 }) => ({ path, sha256 })),
    sides: run.sides.map(({ name, path, rows }) => ({ name, path, rows })),
    counts: {
      sent: counts.sent,
      acknowledged: counts.acknowledged,
      expected: counts.expected,
      observed: counts.observed,
      matched: counts.matched,
      differing: counts.differing,
      lost: counts.lost,
      unexpected: counts.unexpected,
      duplicated: counts.duplicated,
      misordered: counts.misordered,
    },
    output: { sink: run.output.sink, name: run.output.name },
    rules: {
      delivery: run.comparison?.delivery ?? null,
      order: run.comparison?.order.rule ?? null,
      changes: run.comparison?.changes ?? null,
    },
    due: run.due && dueJson(run.due),
    stoppedBecause: run.stoppedBecause,
    job: jobJson(job),
    commits: run.commits && {
      rowsInTransactions: run.commits.rowsInTransactions,
      rowsCommittedByEnd: run.commits.rowsCommittedByEnd,
    },
    culprit: run.culprit,
    measures: run.measures && measuresJson(run.measures),
    timingsMs: {
      stack: Math.round(timingsMs.stack),
      topics: Math.round(timingsMs.topics),
      replay: Math.round(timingsMs.replay),
      submit: Math.round(timingsMs.submit),
      job: Math.round(timingsMs.job),
      drain: Math.round(timingsMs.drain),
      compare: Math.round(timingsMs.compare),
      total: Math.round(timingsMs.total),
    },
    versions: {
      streamassay: versions.streamassay,
      node: versions.node,
      kafka: versions.kafka,
      flink: versions.flink,
      connector: versions.connector,
      python: versions.python,
      java: versions.java,
    },
  }
}

const dueJson = (due: DueAccount): DueAccount =>
  due.kind === 'judged'
    ? { kind: due.kind, expected: due.expected, come: due.come, isAllowed: due.isAllowed }
    : { kind: due.kind, why: due.why }

function measuresJson({ latencyMs, throughput }: Measures): Measures {
  return {
    latencyMs: latencyMs && {
      rows: latencyMs.rows,
      p50: latencyMs.p50,
      p95: latencyMs.p95,
      p99: latencyMs.p99,
      max: latencyMs.max,
    },
    throughput: throughput && {
      rows: throughput.rows,
      seconds: throughput.seconds,
      rowsPerSecond: throughput.rowsPerSecond,
      peakOutPerSecond: throughput.peakOutPerSecond,
      stepSeconds: throughput.stepSeconds,
      in: throughput.in,
      out: throughput.out,
    },
  }
}

function jobJson(job: JobAccount): JobAccount {
  const { id, name, state, durationMs, restarts, webUiUrl, checkpoints, load, exception } = job
  const operators =
    job.operators &&
    job.operators.map(({ name: operator, parallelism, recordsIn, recordsOut, busyMs, idleMs, backPressuredMs }) => ({
      name: operator,
      parallelism,
      recordsIn,
      recordsOut,
      busyMs,
      idleMs,
      backPressuredMs,
    }))
  return {
    id,
    name,
    state,
    durationMs,
    restarts,
    webUiUrl,
    operators,
    checkpoints: checkpoints && checkpointsJson(checkpoints),
    load: load && loadJson(load),
    exception: exception && exceptionJson(exception),
  }
}

function checkpointsJson(checkpoints: CheckpointAccount): CheckpointAccount {
  const { completed, failed, restored, hasSavepoint, durationMs, sizeBytes, lastFailure } = checkpoints
  return { completed, failed, restored, hasSavepoint, durationMs, sizeBytes, lastFailure }
}

const loadJson = ({ samples, operators }: LoadAccount): LoadAccount => ({
  samples,
  operators: operators.map(({ name, recordsInPerSecond, recordsOutPerSecond, busy, backPressured }) => ({
    name,
    recordsInPerSecond,
    recordsOutPerSecond,
    busy,
    backPressured,
  })),
})

function exceptionJson(exception: JobException): JobException {
  const { type, message, file, line, traceback, operator, causes, hint } = exception
  return { type, message, file, line, traceback, operator, causes, hint }
}
