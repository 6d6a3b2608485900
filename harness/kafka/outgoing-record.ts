/** A row as a message: its value, key, partition, headers and timestamp, as the scenario chooses. */
import { StreamassayError } from '../errors.ts'
import { jsonText } from '../record/json-text.ts'
import { shown } from '../scenario/cell-forms.ts'
import { recordFault, type RecordPart } from '../scenario/fault/record-fault.ts'
import type { Field, Format, Scenario } from '../scenario/scenario.ts'
import { assignPartition } from './assign-partition.ts'
import type { OutgoingRecord } from './replay/replay.ts'

type Choices<Row> = Pick<
  Scenario<Row, unknown>,
  'name' | 'key' | 'partition' | 'inputPartitions' | 'headers' | 'timestamp'
>

/**
 * The message of a row that is the `ordinal`th (from 0) of its input, and stands on that line of it.
 *
 * @throws StreamassayError `RECORD_UNENCODABLE` when the format refuses the row, `SCENARIO_INVALID` when another function of
 * the scenario throws, or chooses a partition that does not exist, headers that are no texts or a timestamp that is none
 */
export function outgoingRecord<Row>(
  scenario: Choices<Row>,
  format: Format<Row>,
  row: Row,
  ordinal: number,
  line?: number | null,
): OutgoingRecord {
  let part: RecordPart = 'key'
  try {
    const key = keyOf(scenario.key, row)
    part = 'partition'
    const partition = partitionOf(scenario, row, () => key, ordinal)
    part = 'format.encode'
    const value = encoded(format.encode(row), ordinal)
    part = 'headers'
    const headers = headersOf(scenario.headers, row)
    part = 'timestamp'
    return { partition, key, value, headers, timestampMs: timestampOf(scenario, row), line }
  } catch (error) {
    throw recordFault(error, { name: scenario.name, part, ordinal, line })
  }
}

/**
 * The messages of a whole input, in pieces as its rows come.
 *
 * @throws StreamassayError as `outgoingRecord` says, and whatever reading the rows throws
 */
export async function* outgoingRecords<Row>(
  scenario: Choices<Row>,
  format: Format<Row>,
  input: AsyncIterable<readonly ({ readonly row: Row } & Pick<OutgoingRecord, 'after' | 'line'>)[]>,
): AsyncGenerator<readonly OutgoingRecord[], void, undefined> {
  let before = 0
  for await (const piece of input) {
    const first = before
    yield piece.map(({ row, line, after }, at) => {
      const record = outgoingRecord(scenario, format, row, first + at, line)
      return after === undefined ? record : { ...record, after }
    })
    before += piece.length
  }
}

/**
 * The partition that `outgoingRecord` sends a row to, without writing its value.
 *
 * @throws StreamassayError `SCENARIO_INVALID` when the scenario chooses a partition that does not exist
 */
export function inputPartition<Row>(scenario: Choices<Row>, row: Row, ordinal: number, line?: number | null): number {
  let part: RecordPart = 'partition'
  const key = (): Uint8Array | null => {
    part = 'key'
    return keyOf(scenario.key, row)
  }
  try {
    return partitionOf(scenario, row, key, ordinal)
  } catch (error) {
    throw recordFault(error, { name: scenario.name, part, ordinal, line })
  }
}

/** Headers are texts by their names; a scenario in plain JavaScript may give anything. */
function headersOf<Row>(headers: Choices<Row>['headers'], row: Row): OutgoingRecord['headers'] {
  if (headers === undefined) return null
  const given: unknown = headers(row)
  if (given === undefined || given === null) return null
  if (typeof given !== 'object' || given instanceof Promise) throw new TypeError(`it returned ${shown(given)}`)
  const odd = Object.entries(given).find(([, text]) => typeof text !== 'string')
  if (odd !== undefined) throw new TypeError(`its header ${odd[0]} is ${shown(odd[1])}, but must be a string`)
  return given as OutgoingRecord['headers']
}

/** A format in plain JavaScript may forget to return; that is no tombstone. */
function encoded(value: unknown, ordinal: number): Uint8Array | null {
  if (value === null || value instanceof Uint8Array) return value
  throw new StreamassayError(
    'RECORD_UNENCODABLE',
    `record ${ordinal + 1} of the input: \`format.encode\` returned ${typeof value}`,
    {
      remedy: "Let the scenario's `format.encode` return bytes, or null for a tombstone.",
    },
  )
}

function keyOf<Row>(key: Choices<Row>['key'], row: Row): Uint8Array | null {
  if (key === undefined) return null
  const chosen = typeof key === 'function' ? key(row) : fieldOf(row, key)
  if (chosen === null || chosen === undefined) return null
  return Buffer.from(typeof chosen === 'string' ? chosen : jsonText(chosen))
}

function partitionOf<Row>(
  { name, partition, inputPartitions = 1 }: Choices<Row>,
  row: Row,
  key: () => Uint8Array | null,
  ordinal: number,
): number {
  if (partition === undefined) return inputPartitions === 1 ? 0 : assignPartition(key(), ordinal, inputPartitions)
  const chosen = partition(row, inputPartitions)
  if (Number.isInteger(chosen) && chosen >= 0 && chosen < inputPartitions) return chosen
  throw new StreamassayError(
    'SCENARIO_INVALID',
    `scenario ${name}: partition() returned ${chosen} for row ${ordinal + 1}; the input has ${inputPartitions} partition(s)`,
    { remedy: 'Return a whole number from 0 to the number of partitions minus 1.' },
  )
}

/**
 * The timestamp that the scenario chooses for a row, null for none. A number is milliseconds since 1970, a text is read as
 * an ISO date or time (a day begins at midnight UTC).
 *
 * @throws StreamassayError `SCENARIO_INVALID` when what it chooses is no timestamp
 */
export function timestampOf<Row>(
  { name, timestamp }: Pick<Choices<Row>, 'name' | 'timestamp'>,
  row: Row,
): number | null {
  if (timestamp === undefined) return null
  const chosen = typeof timestamp === 'function' ? timestamp(row) : fieldOf(row, timestamp)
  const timestampMs = typeof chosen === 'string' ? Date.parse(chosen) : Number(chosen)
  if (chosen !== null && Number.isSafeInteger(timestampMs) && timestampMs >= 0) return timestampMs
  throw new StreamassayError('SCENARIO_INVALID', `scenario ${name}: ${String(chosen)} is not a timestamp`, {
    remedy: 'Name a date column, or return whole milliseconds since 1970.',
  })
}

const fieldOf = <Row>(row: Row, field: Field<Row>): unknown => row[field]
