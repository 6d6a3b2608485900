/** Everything that is known of a run when it ends: what the report shows and the evidence keeps. */
import type { OutputPlace } from '../scenario/sink.ts'
import type { Comparison, Counts, Verdict } from './comparison.ts'
import type { CheckpointAccount, CommitAccount } from './checkpoint-account.ts'
import type { DueAccount } from './output/due-rows.ts'
import type { LoadAccount, LoadSample } from './job-load.ts'
import type { Measures } from './measures.ts'

/** An exception as it was raised, in Python's terms where there are any. */
export interface RaisedException {
  /** As Python or Java prints it: `ZeroDivisionError`, `orders.logic.OrderError`, `java.lang.ClassNotFoundException`. */
  readonly type: string
  readonly message: string
  /** The user's file, from the job's root: `orders/logic.py`; null when no frame is the user's. */
  readonly file: string | null
  readonly line: number | null
  /** Python's traceback without the frames that lead to the user's first; null when Flink gave none. */
  readonly traceback: string | null
}

/** What a job failed with, and what is known about it. */
export interface JobException extends RaisedException {
  /** The chain of operators that failed, as Flink names it; null where it is not known, or there was no job. */
  readonly operator: string | null
  /** The Java exceptions around it in one line each, the outermost first; none where Python alone has spoken. */
  readonly causes: readonly string[]
  /** What it means and what to do, where that is known. */
  readonly hint: string | null
}

/** An exception of which nothing is known but what is said of it. */
export const unplaced: Omit<JobException, 'type' | 'message'> = {
  file: null,
  line: null,
  traceback: null,
  operator: null,
  causes: [],
  hint: null,
}

/** The type that stands for a job that waits in vain, and was cancelled: no exception was raised. */
export const stuckType = 'JobStuck'

/** The record on which a job failed, by its line in the fixture; several lines where it is not known which it was. */
export interface Culprit {
  readonly fromLine: number
  readonly toLine: number
  /** Whether this one record alone makes the job fail in the same way. */
  readonly isConfirmed: boolean
  /** True if the record was sent without a value, as a tombstone. */
  readonly hasNoValue?: true
}

/** What Flink has counted at an operator, or a chain of them, over all of its subtasks; null is what it does not measure there. */
export interface OperatorAccount {
  readonly name: string
  readonly parallelism: number
  /** A source's are those that it has read, a Kafka sink's those that it has written. */
  readonly recordsIn: number
  readonly recordsOut: number
  /** How long its threads were busy, idle, and held up by the operators behind. */
  readonly busyMs: number | null
  readonly idleMs: number | null
  readonly backPressuredMs: number | null
}

/** What is known of the job; null is what is not. */
export interface JobAccount {
  readonly id: string | null
  readonly name: string | null
  /** Flink's word: `FINISHED`, `FAILED`; null if no job ever came to be. */
  readonly state: string | null
  readonly durationMs: number | null
  /** How often Flink started it anew: at most 16, the failures that Flink remembers. */
  readonly restarts: number | null
  readonly webUiUrl: string | null
  /** As of its end; null of a job that has not ended. */
  readonly operators: readonly OperatorAccount[] | null
  /** Null of a job that has begun none: checkpointing was off, or the job over before the first. */
  readonly checkpoints: CheckpointAccount | null
  /** Null of a job that was over within two seconds or so. */
  readonly load: LoadAccount | null
  readonly exception: JobException | null
  /** True if `main` raised after it had started the job, which was cancelled then; `exception` is what it raised. */
  readonly hasFailedMain?: boolean
}

/** The job of a run that ended before it came to one. */
export const noJob: JobAccount = {
  id: null,
  name: null,
  state: null,
  durationMs: null,
  restarts: null,
  webUiUrl: null,
  operators: null,
  checkpoints: null,
  load: null,
  exception: null,
}

/**
 * True if nothing ran, so that there are no rows to account for. A job whose `main` raised may have been started all the same:
 * its rows show that.
 */
export const neverRan = ({ state }: Pick<JobAccount, 'state'>, observedRows: number): boolean =>
  state === null && observedRows === 0

/** How long each stage took; 0 for one that was not reached. */
export interface TimingsMs {
  readonly stack: number
  readonly topics: number
  readonly replay: number
  readonly submit: number
  readonly job: number
  readonly drain: number
  readonly compare: number
  readonly total: number
}

/** What took part, by version; null where it is not known. */
export interface Versions {
  readonly streamassay: string
  readonly node: string
  readonly kafka: string | null
  readonly flink: string | null
  readonly connector: string | null
  readonly python: string | null
  readonly java: string | null
}

/** A row of the fixture with its line. */
export interface NumberedInput {
  readonly line: number
  readonly row: unknown
}

/** A file that went into the run. */
export interface RunInput {
  readonly path: string
  readonly sha256: string
}

/** Another stream that the job read, whole. */
export interface SideAccount {
  readonly name: string
  /** Its fixture, as the report should name it. */
  readonly path: string
  readonly rows: number
}

export interface RunAccount {
  readonly scenario: string
  readonly runId: string
  readonly startedAt: Date
  /** When the verdict was known; what is written and cancelled afterwards takes its own time. */
  readonly judgedAt: Date
  readonly verdict: Verdict
  readonly reason: string
  /** What to do about what stopped the run before its end; null where nothing did, or nothing is known. */
  readonly remedy: string | null
  /** What cut the run off, where its rows had been proven wrong before, or what became of the stack after the verdict; else null. */
  readonly trouble: string | null
  /** The command that does the same run again. */
  readonly rerunCommand: string
  readonly sides: readonly SideAccount[]
  /** Fixtures, job files, scenario. */
  readonly inputs: readonly RunInput[]
  readonly counts: Counts
  /** Null if the run ended before it came to comparing, or no job ran. */
  readonly comparison: Comparison | null
  /** Null of a job that was submitted when all its input was there: nothing waits for it while it starts. */
  readonly measures: Measures | null
  /** Rows that were due before the job was stopped; null where there is nothing to say of any. */
  readonly due: DueAccount | null
  /** Why the job was stopped though its scenario has it end with its input; null if it was not. */
  readonly stoppedBecause: string | null
  readonly job: JobAccount
  /** Null if no row came in a transaction, or the output was not read. */
  readonly commits: CommitAccount | null
  /** The moments that `job.load` is made of, at most 240. */
  readonly loadSamples: readonly LoadSample[]
  /** Null when the job did not fail, or not on a record. */
  readonly culprit: Culprit | null
  readonly timingsMs: TimingsMs
  readonly versions: Versions
  /** The fixture's path as the report should name it. */
  readonly fixturePath: string
  /** The input rows that the shown findings come from. */
  readonly shownInputs: readonly NumberedInput[]
  readonly output: OutputPlace
  /** Whether the stack outlives the run, so that the Web UI still answers when the report is read. */
  readonly isStackAlive: boolean
  /** The evidence folder as the report should name it. */
  readonly evidencePath: string
}

/** The counts of a run; 0 for whatever it did not come to. */
export const countsOf = (
  ledger: { readonly sent: number; readonly acknowledged: number } | null,
  comparison: Comparison | null,
): Counts => ({
  sent: ledger?.sent ?? 0,
  acknowledged: ledger?.acknowledged ?? 0,
  ...(comparison?.counts ?? {
    expected: 0,
    observed: 0,
    matched: 0,
    differing: 0,
    lost: 0,
    unexpected: 0,
    duplicated: 0,
    misordered: 0,
  }),
})
