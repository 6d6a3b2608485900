/** The reference is tried on every row before anything is sent; what it leaves to chance is refused. */
import { StreamassayError } from '../../errors.ts'
import { fromHere } from '../../scenario/from-here.ts'
import { NamedFields } from '../../scenario/reference/named-fields.ts'
import { expectedRows, type Reading } from '../../scenario/reference/reading.ts'
import type { InputRow } from '../input-rows.ts'
import { judgeInterleavings } from './judge-interleavings.ts'
import { hasSeveralWatermarks, InputReading, type PartitionedInput } from './input-reading.ts'

/** Rows of an input that are evaluated on other interleavings, the first ones of the file: they are held in memory. */
export const mostInterleavedRows = 200_000

/** To be given the rows of an input in their order, the sentinel last, and then its end. */
export class ReferenceTrial<Row, Out> {
  /** Rows that the reference expects. */
  expected = 0
  readonly #input: PartitionedInput<Row, Out>
  readonly #reading: InputReading<Row, Out>
  readonly #named: NamedFields<Out>
  /** The same with the maximum over the partitions as its watermark, where there are several. */
  readonly #byMaximum: Reading<Row, Out> | null
  /** What other interleavings are made of; null where they cannot differ. */
  readonly #interleaved: { readonly rows: InputRow<Row>[]; readonly partitionOf: number[] } | null

  constructor(input: PartitionedInput<Row, Out>) {
    this.#input = input
    this.#reading = new InputReading(input)
    this.#named = new NamedFields(input.scenario)
    const { reference, inputPartitions = 1 } = input.scenario
    this.#byMaximum = hasSeveralWatermarks(input.scenario) ? reference.open() : null
    this.#interleaved = reference.isStateful && inputPartitions > 1 ? { rows: [], partitionOf: [] } : null
  }

  /** @throws StreamassayError `REFERENCE_FAILED`, `SCENARIO_INVALID` for a row of which it is not known whether it is late */
  take(taken: InputRow<Row>): void {
    const { expected, partition } = this.#reading.take(taken)
    this.expected += expected.length
    this.#named.take(expected)
    if (this.#interleaved !== null && this.#interleaved.rows.length < mostInterleavedRows) {
      this.#interleaved.rows.push(taken)
      this.#interleaved.partitionOf.push(partition())
    }
    const { lateBehindMs } = this.#reading
    if (lateBehindMs !== null && (this.#input.scenario.ends ?? 'with-input') === 'with-input') {
      throw this.#lateByChance(taken)
    }
    if (this.#byMaximum === null) return
    expectedRows(this.#byMaximum, { row: taken.row, line: taken.line })
    const behindMs = this.#byMaximum.lateBehindMs
    if (behindMs !== null && lateBehindMs === null) throw this.#lateByOne(taken, behindMs)
  }

  /**
   * @throws StreamassayError `REFERENCE_FAILED`, `SCENARIO_INVALID` where the result depends on how partitions interleave, or an
   * option names a field that no row has
   */
  end(): void {
    const expected = this.#reading.end()
    this.expected += expected.length
    this.#named.take(expected)
    this.#named.end()
    if (this.#interleaved !== null) judgeInterleavings(this.#input.scenario, this.#interleaved)
  }

  /** A job that finds all its input there reads faster than its watermarks follow. */
  #lateByChance(taken: InputRow<Row>): StreamassayError {
    return this.#refused(
      `${this.#placeOf(taken)} arrives after its window has closed, and whether the job drops it depends on timing`,
      "Set `ends: 'when-stopped'` in the scenario: late rows are then sent when the job's watermark has passed their window.",
    )
  }

  /** A strategy on the source has the minimum as its watermark; an assigner behind it the maximum of what it reads. */
  #lateByOne(taken: InputRow<Row>, behindMs: number): StreamassayError {
    return this.#refused(
      `${this.#placeOf(taken)} is in time by the minimum of the input partitions' watermarks, and late by the maximum, ` +
        `which has passed ${behindMs}, the last millisecond of its window`,
      'Order the rows of the file by event time across all partitions, as far as `outOfOrderMs` allows, or send them to one partition.',
    )
  }

  #placeOf({ line }: InputRow<Row>): string {
    return line === null ? 'the sentinel' : `${fromHere(this.#input.scenario.input.path)}:${line}`
  }

  #refused(why: string, remedy: string): StreamassayError {
    return new StreamassayError('SCENARIO_INVALID', `scenario ${this.#input.scenario.name}: ${why}`, { remedy })
  }
}
