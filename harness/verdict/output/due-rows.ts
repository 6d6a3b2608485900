/** Due rows: those that a job must write while it runs. What comes only because the job is stopped stays away in production. */
import type { Scenario } from '../../scenario/scenario.ts'

/** How many of the rows that were due had come before the job was stopped, or why that was not judged. */
export type DueAccount =
  | {
      readonly kind: 'judged'
      /** Rows that the reference returned while it took rows. */
      readonly expected: number
      /** Those of them that were appended to the output before the job was stopped, committed or not. */
      readonly come: number
      /** True if the scenario allows due rows to come as the job is stopped. */
      readonly isAllowed: boolean
    }
  | { readonly kind: 'not-judged'; readonly why: string }

/** What to look at when due rows were held back. */
export const dueHint =
  'A watermark strategy without `with_idleness(...)` waits for every subtask and partition: a source subtask without a partition, ' +
  'or a partition without rows, holds back all windows. Give the strategy `.with_idleness(Duration.of_seconds(2))`, before `.with_timestamp_assigner(...)`. ' +
  'A job that pauses for longer than 5 s (idleness, mini-batches, a model that loads) needs a longer `settleMs`.'

/** Describes rows that came only as the job was stopped; null if there are none, or they were not looked for. */
export function heldBack(due: DueAccount | null): string | null {
  if (due?.kind !== 'judged' || due.come >= due.expected) return null
  return `${due.come} of ${due.expected} due rows arrived before the job was stopped`
}

/** The finding that fails a run whose rows are all right otherwise; null if there is none. */
export const dueFinding = (due: DueAccount | null): string | null =>
  due?.kind === 'judged' && !due.isAllowed ? heldBack(due) : null

/** Why due rows were not judged, in words. */
export function whyDueNotJudged({
  ends,
  sink = 'kafka',
  changes = 'append',
}: Pick<Scenario<never, never>, 'ends' | 'sink' | 'changes'>): string {
  if (ends === 'never') return 'the job is not stopped before the verdict'
  if (ends !== 'when-stopped') return "the end of the input closes every window; `ends: 'when-stopped'` judges it"
  if (sink !== 'kafka') return `a ${sink} sink is read only after the job has ended`
  return changes === 'append' ? 'the job ended before it was stopped' : 'with `changes`, only the final table is judged'
}
