/** What every experiment stands on: that of the bench, and how large it is to be. */
import { type Ground, prepareGround } from '../../../bench/ground.ts'

/** Rows of the largest run, of which every row is to be accounted for. */
export const fullRows = 1_000_000

export interface ExperimentGround extends Ground {
  /** So many rows, or the same share of them that a smaller experiment has of the whole one. */
  readonly rows: (ofTheWhole: number) => number
  /** How long rows are sent at a rate, in seconds. */
  readonly seconds: (ofTheWhole: number) => number
}

/** Fewer would be over before anything can be seen. */
const fewestRows = 3_000
const fewestSeconds = 3
/** Of each that is measured again and again; the median of them counts. */
const runs = 3

/**
 * Brings what is missing before anything is measured.
 *
 * @param rows of the largest run; `fullRows` for a whole experiment
 * @throws StreamassayError as `prepareGround` of the bench
 */
export async function prepareExperiments(
  rows: number,
  options: Pick<Ground, 'signal' | 'tell'>,
): Promise<ExperimentGround> {
  const share = rows / fullRows
  return {
    ...(await prepareGround({ ...options, runs: share < 1 ? 1 : runs })),
    rows: (ofTheWhole) => Math.max(Math.min(fewestRows, ofTheWhole), Math.round(ofTheWhole * share)),
    seconds: (ofTheWhole) => Math.max(fewestSeconds, Math.round(ofTheWhole * share)),
  }
}
