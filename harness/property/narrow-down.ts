/** The search for the one record that makes a job fail: the job runs again on ever fewer of the suspects. */
import type { InputRow } from '../run/input-rows.ts'
import type { LoneRun } from './batch/case-judge.ts'

/** A row of the input's file: not a sentinel. */
export type Suspect<Row> = InputRow<Row> & { readonly line: number }

export interface Narrowing<Row, Out> {
  readonly suspects: readonly Suspect<Row>[]
  /** Runs the job on some of them, in bundles of one record each. */
  readonly again: (some: readonly Suspect<Row>[]) => Promise<LoneRun<Out>>
  /** The type of the exception that the job failed with. */
  readonly failedWith: string
  /** How many of the suspects have gone through the job, by what came out of a run on all of them. */
  readonly passedIn: (whole: LoneRun<Out>) => number
  /** Called with the outcome of the run on all of them. */
  readonly onSecondRun: (ended: 'failed' | 'passed') => void
  /** Called each time that fewer are left. */
  readonly narrow: (few: readonly Suspect<Row>[]) => void
}

/**
 * Narrows the suspects and calls `narrow` with the rest.
 *
 * @returns whether one is left, which alone makes the job fail with the same exception; `no record` if it fails so without any
 * @throws Error if the job fails with another exception, which says nothing about the first one; what `again` throws
 */
export async function narrowDown<Row, Out>(search: Narrowing<Row, Out>): Promise<boolean | 'no record'> {
  const { suspects, again, failedWith, passedIn, onSecondRun, narrow } = search
  const isSame = ({ failure }: LoneRun<Out>): boolean => failure?.exception?.type === failedWith
  const fails = (run: LoneRun<Out>): boolean => {
    if (run.failure === null || isSame(run)) return run.failure !== null
    throw new Error(`the job failed with ${run.failure.exception?.type ?? 'nothing'} and not with ${failedWith}`)
  }
  const whole = await again(suspects)
  const hasFailed = fails(whole)
  onSecondRun(hasFailed ? 'failed' : 'passed')
  if (!hasFailed) {
    narrow([])
    return false
  }
  // A setting, or whatever else makes the job fail on its own, blames no record.
  let isAsked = false
  const failsWithout = async (): Promise<boolean> => {
    if (isAsked) return false
    isAsked = true
    return isSame(await again([]))
  }
  // What cannot be asked takes nothing from a record that alone made the job fail.
  const confirmed = async (): Promise<true | 'no record'> =>
    (await failsWithout().catch(() => false)) ? 'no record' : true
  // Where nothing came out this is the likely cause; else it is asked once a record is to be blamed.
  if (whole.observed.length === 0 && (await failsWithout())) return 'no record'
  if (suspects.length === 1) return confirmed()
  const passed = passedIn(whole)
  const left = suspects.slice(passed)
  narrow(left)
  // In bundles of one record, the job fails on the last record that its source has read.
  const last = left[(whole.failure?.readRecords ?? 0) - 1 - passed]
  if (last !== undefined && isSame(await again([last]))) {
    narrow([last])
    return confirmed()
  }
  // Of the first `passing` none makes the job fail, of the first `failing` one does.
  const bounds = { passing: 0, failing: left.length }
  const isAt = async (count: number): Promise<boolean> => {
    const doesFail = fails(await again(left.slice(0, count)))
    bounds[doesFail ? 'failing' : 'passing'] = count
    narrow(left.slice(bounds.passing, bounds.failing))
    return doesFail
  }
  for (let count = 1; count < left.length && !(await isAt(count)); count *= 4);
  while (bounds.failing - bounds.passing > 1) await isAt(Math.floor((bounds.passing + bounds.failing) / 2))
  // The first one has been run alone already, if there was a choice.
  const isProven = bounds.passing === 0 && left.length > 1
  const isAlone = isProven || fails(await again(left.slice(bounds.passing, bounds.failing)))
  return isAlone && confirmed()
}
