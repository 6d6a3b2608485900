/** The limit on the rows that a job may write: one that writes more does not stop, and would fill memory and disk. */

/** Rows without a partner are held in memory. */
const mostRowsInVain = 3_000_000

/** How many rows may come out where so many are expected: ten times as many and 10,000, at most three million too many. */
export const mostRowsOf = (expectedRows: number): number =>
  Math.min(10 * expectedRows, expectedRows + mostRowsInVain) + 10_000

/** Describes an output that has grown beyond the limit. */
export const endlessText = (limit: number, expectedRows: number): string =>
  `the job wrote more than ${limit} rows (expected: ${expectedRows})`
