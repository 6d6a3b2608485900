/** What the tables of bad files are made of: the columns that they should have had, and what is said of each. */
import { z } from 'zod'

import type { ErrorCode } from '../../../../../harness/errors.ts'
import { column } from '../../../../../harness/scenario/columns.ts'

/** The columns of every bad file: one of each kind. */
export const Day = z.object({
  day: column.date(),
  id: column.int(),
  total: column.long(),
  rain: column.double(),
  wet: column.boolean(),
  sky: column.text(),
})

/** The header that they have in common: 26 bytes. */
export const header = 'day,id,total,rain,wet,sky\n'

/** A row without a fault: 31 bytes. */
export const sound = '2012-01-01,1,10,0.5,true,clear\n'

/** A row without a fault, up to its last cell: 25 bytes. */
export const start = '2012-01-02,2,20,1.0,true,'

/** Bytes of these values. */
export const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')

export interface BadFile {
  /** What is wrong with it. */
  readonly name: string
  readonly content: string | Uint8Array
  readonly code: ErrorCode
  /** Every problem that is told: its place in `rows.csv`, its column, and what it is. */
  readonly says: readonly string[]
  /** What is to be done, but for the words that stand in each. */
  readonly remedy: string
}

const correct = 'Correct the file, or the columns that the scenario declares for it.'

/** A file that is no sound CSV file; where no remedy is given, it is that for cells. */
export const bad = (
  name: string,
  content: string | Uint8Array,
  says: readonly string[],
  ...remedies: readonly string[]
): BadFile => ({
  name,
  content,
  code: 'CSV_INVALID',
  says,
  remedy: (remedies.length === 0 ? [correct] : remedies.map((remedy) => remedy || correct)).join(' '),
})
