/** Tries sentinels on a job that has just been started: whether it keeps order, and which of them mark a place. */
import type { JobOutcome } from '../../../flink/watch-job.ts'
import type { Scenario } from '../../../scenario/scenario.ts'
import { canonicalText, toleranceOf } from '../../../verdict/compare/equality.ts'
import type { ObservedRow } from '../../../verdict/comparison.ts'
import type { Sentinel } from '../../arbitrary/sentinels.ts'
import type { LiveJob, Silence } from '../running-job.ts'
import { judgeTrial, type Trial } from './trial.ts'

/** So long after the last row of a trial that went wrong more may come. */
const settleMs = 2000

/** After so long without a row it is looked whether rows are withheld; a job's first one takes about a second. */
const withheldAfterMs = 3000

type Tried<Row> =
  | Trial<Row>
  | ({ readonly unfit: string } & { readonly isOrdered: boolean })
  | { readonly cleared: number }
  | { readonly withheld: true }
type Tolerated = Scenario<never, never>['tolerance']

export interface TrialPlan {
  readonly firstSilence: Silence
  readonly tolerance: Tolerated
  /** Whether the job has been given checkpoints to commit with. */
  readonly isCommitting: boolean
}

/** All sentinels at once, and the first of them once more: when its row is back, all have come that will. */
export async function tryTogether<Row>(
  job: LiveJob<Row>,
  sentinels: readonly Sentinel<Row>[],
  { firstSilence, tolerance, isCommitting }: TrialPlan,
): Promise<Tried<Row>> {
  const observed: ObservedRow[] = []
  const textAt = (at: number): string | null => textOf(observed.at(at))
  const isFirstAgain = (row: ObservedRow): boolean => {
    observed.push(row)
    return observed.length > 1 && textAt(-1) === textAt(0)
  }
  const rows = [...sentinels, ...sentinels.slice(0, 1)].map(({ row }) => row)
  const mostRows = 10 * rows.length + 10_000
  // Of one that commits already, more slowly than it was asked to, the rows come in their time.
  const looksAfterMs = isCommitting ? firstSilence.firstMs : withheldAfterMs
  const soon = { firstMs: Math.min(looksAfterMs, firstSilence.firstMs), laterMs: firstSilence.laterMs }
  let end = await job.exchange(rows, isFirstAgain, { silence: soon, mostRows })
  if (end === 'silent' && observed.length === 0 && !(await job.isWithheld()))
    end = await job.exchange([], isFirstAgain, { silence: firstSilence, mostRows })
  if (end === 'flooded')
    return { unfit: `it writes more than ${mostRows} rows for ${rows.length} input rows`, isOrdered: true }
  if (end !== 'complete' && end !== 'silent') return ended(end, observed.length)
  if (observed.length === 0) {
    if (await job.isWithheld()) return { withheld: true }
    return { unfit: `it writes no row within ${firstSilence.firstMs / 1000} s while it runs`, isOrdered: true }
  }
  if (end === 'complete') {
    const isWhole = observed.length === rows.length
    // Something is missing or too many: whatever is still on its way belongs to the trial.
    const more = { silence: { firstMs: settleMs, laterMs: settleMs }, mostRows }
    if (!isWhole) await job.exchange([], (row) => observed.push(row) < 0, more)
    const again = observed.findLastIndex((row) => textOf(row) === textAt(0))
    observed.splice(again, 1)
  }
  const trial = judgeTrial(sentinels, observed, toleranceOf(tolerance))
  return trial.isOrdered ? trial : { unfit: 'it does not keep the order of its rows', isOrdered: false }
}

/** Each behind the row of the one before; all come back as they should, or the job ends on one. */
export async function tryOneByOne<Row>(
  job: LiveJob<Row>,
  sentinels: readonly Sentinel<Row>[],
  { firstSilence }: TrialPlan,
): Promise<Tried<Row>> {
  for (const [cleared, { row }] of sentinels.entries()) {
    const end = await job.exchange([row], () => true, { silence: firstSilence, mostRows: 10_000 })
    if (end === 'silent' && (await job.isWithheld())) return { withheld: true }
    if (end !== 'complete') return { cleared }
  }
  return { unfit: 'it ended once, but not again', isOrdered: true }
}

function ended<Row>({ state }: JobOutcome, cleared: number): Tried<Row> {
  if (state === 'FAILED') return { cleared }
  return { unfit: state === 'FINISHED' ? doesNotWait : `it ended as ${state}`, isOrdered: true }
}

const doesNotWait =
  'it read its input to an end and FINISHED instead of waiting for more rows. ' +
  'To let cases share it, leave out `set_bounded(...)` unless the job is given `--bounded` (`bounded` in `args`)'

const textOf = (row: ObservedRow | undefined): string | null =>
  row !== undefined && 'decoded' in row.value ? canonicalText(row.value.decoded) : null
