/** A function of the scenario that fails on an input row: which one, on which row, and at which line of the user's. */
import { messageOf, StreamassayError } from '../../errors.ts'
import { thrownAt } from './thrown-at.ts'

/** The option of a scenario that a part of a record is made by. */
export type RecordPart = 'key' | 'partition' | 'headers' | 'timestamp' | 'format.encode'

/** The row whose record cannot be made. */
export interface FailedRecord {
  /** The scenario's name. */
  readonly name: string
  readonly part: RecordPart
  /** Its number in the input, from 0. */
  readonly ordinal: number
  /** Its line in the fixture; null: the sentinel; undefined: not known, as of a generated row. */
  readonly line?: number | null | undefined
}

/**
 * What the function threw, as a `SCENARIO_INVALID`, or a `RECORD_UNENCODABLE` for the format; an error that has a code
 * already keeps it, and is given the line.
 */
export function recordFault(error: unknown, { name, part, ordinal, line }: FailedRecord): StreamassayError {
  const place = line === undefined ? null : line === null ? 'on the sentinel' : `on input line ${line}`
  if (error instanceof StreamassayError) {
    if (place === null) return error
    const { code, message, remedy, details } = error
    return new StreamassayError(code, `${message}, ${place}${thrownAt(error)}`, { remedy, details, cause: error })
  }
  const where = place ?? `on row ${ordinal + 1} of the input`
  return new StreamassayError(
    part === 'format.encode' ? 'RECORD_UNENCODABLE' : 'SCENARIO_INVALID',
    `scenario ${name}: ${part} failed ${where}: ${messageOf(error)}${thrownAt(error)}`,
    {
      remedy: part === 'format.encode' ? encodeRemedy : `Let \`${part}\` accept every row of the input.`,
      cause: error,
    },
  )
}

const encodeRemedy =
  'Let `format.encode` write every row of the input. JSON.stringify refuses the bigint of a column.long(): write its digits, or leave `format` out, whose default writes every column exactly.'
