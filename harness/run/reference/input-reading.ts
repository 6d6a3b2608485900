/** The reference at work on a run's input: it knows the input partition of each row. */
import { inputPartition } from '../../kafka/outgoing-record.ts'
import { type ExpectedRow, expectedRows, type Reading } from '../../scenario/reference/reading.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { InputRow } from '../input-rows.ts'

/** A scenario, and which of its input partitions have rows (default: the first alone). */
export interface PartitionedInput<Row, Out> {
  readonly scenario: Scenario<Row, Out>
  readonly partitions?: readonly number[]
}

/** True if the watermark of a scenario depends on which partition a row is in. */
export const hasSeveralWatermarks = ({
  reference,
  inputPartitions = 1,
}: Pick<Scenario<never, never>, 'inputPartitions'> & {
  readonly reference: { readonly hasEventTime: boolean }
}): boolean => reference.hasEventTime && inputPartitions > 1

/** What the reference expects when it has taken a row. */
export interface ExpectedOfRow<Out> {
  readonly expected: readonly ExpectedRow<Out>[]
  /** The partition of the row that was taken. Asked only where it is needed: it may have to hash a key. */
  readonly partition: () => number
  /** The input partition of the expected row at that place; see `ofWindows`. */
  readonly partitionOf: (place: number) => number
}

/**
 * What stands for the input partition of a window's row. Its rows may be of several partitions, and windows close in the
 * order of their ends whatever their partitions are: they have an order of their own.
 */
export const ofWindows = (inputPartitions = 1): number => (inputPartitions === 1 ? 0 : inputPartitions)

/** To be given the rows of an input in their order, the sentinel last, and then its end. */
export class InputReading<Row, Out> {
  readonly #scenario: Scenario<Row, Out>
  readonly #reading: Reading<Row, Out>
  readonly #isPartitioned: boolean
  #ordinal = 0

  constructor({ scenario, partitions }: PartitionedInput<Row, Out>) {
    this.#scenario = scenario
    this.#reading = scenario.reference.open(partitions)
    this.#isPartitioned = hasSeveralWatermarks(scenario)
  }

  /** See `Reading.lateBehindMs`. */
  get lateBehindMs(): number | null {
    return this.#reading.lateBehindMs
  }

  /** @throws StreamassayError `REFERENCE_FAILED` with the input line, `SCENARIO_INVALID` for a partition that is none */
  take({ row, line }: InputRow<Row>): ExpectedOfRow<Out> {
    const ordinal = this.#ordinal
    this.#ordinal += 1
    let known: number | undefined
    const partition = (): number => (known ??= inputPartition(this.#scenario, row, ordinal, line))
    const placed = this.#isPartitioned ? { row, line, partition: partition() } : { row, line }
    const expected = expectedRows(this.#reading, placed)
    const { ownRows } = this.#reading
    const windows = ofWindows(this.#scenario.inputPartitions)
    return { expected, partition, partitionOf: (place) => (place < ownRows ? partition() : windows) }
  }

  /** @throws StreamassayError `REFERENCE_FAILED` */
  end(): readonly ExpectedRow<Out>[] {
    return expectedRows(this.#reading, 'end')
  }
}
