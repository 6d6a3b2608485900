/** A reference at work on one stream: what the job should write for each row, after all the rows before it. */
import { messageOf } from '../../errors.ts'
import { thrownAt } from '../fault/thrown-at.ts'
import { newClock } from './event-time.ts'
import type { Stage } from './pipeline-stage.ts'
import { referenceFailed } from './reference-failed.ts'

/** One row that the reference expects, and the input line it came from (null: the sentinel); of a window the last of its lines. */
export interface ExpectedRow<Out> {
  readonly out: Out
  readonly line: number | null
  /** Set for the row of a window that closes together with windows of other keys. */
  readonly tie?: Tie
}

/**
 * Rows of one `moment` and of different `window`s come in any order: Flink fires timers by their time, and those of one
 * time in no order between keys. Rows of one window keep their order.
 */
export interface Tie {
  readonly moment: number
  readonly window: number
}

/** Each row is frozen: a model that changes its input is told so. */
export interface Reading<In, Out> {
  /**
   * What the job should write for the next row, which is one of that input partition (default: 0).
   *
   * @throws StreamassayError `REFERENCE_FAILED` with the stage that threw
   */
  take(row: In, line: number | null, partition?: number): ExpectedRow<Out>[]
  /** What it should write when the stream has ended, and event time with it. @throws StreamassayError `REFERENCE_FAILED` */
  end(): ExpectedRow<Out>[]
  /**
   * Of the row taken last: the event time, in milliseconds since 1970, that the job's watermark must have come to before
   * the row reaches it, for it to be late there as it is here, and to follow all that windows have given here. Null where
   * it is not late.
   */
  readonly lateBehindMs: number | null
  /** Of the row taken last: how many of the expected rows are made of itself; those behind them are of windows that it closed. */
  readonly ownRows: number
  /** The watermark behind the row taken last: the minimum over the partitions. */
  readonly watermarkMs: number
}

/** Begins a stream, of which these input partitions have rows. */
export function openReading<In, Out>(stages: readonly Stage[], partitions: readonly number[] = [0]): Reading<In, Out> {
  const clock = newClock(partitions)
  const running = stages.map(({ name, open }, at) => {
    const { take, advance } = open(clock)
    return { take: withPlace(take, at + 1, name), advance: advance && withPlace(advance, at + 1, name) }
  })
  /** Through the stages from that one on, as of the clock's line and time. */
  const through = (row: unknown, from: number): unknown[] => {
    let rows = [row]
    for (let at = from; at < running.length; at += 1) rows = rows.flatMap((one) => running[at]?.take(one) ?? [])
    return rows
  }
  let watermarkMs = -Infinity
  let moments = 0
  let ownRows = 0
  /** What comes of a later watermark: it reaches a stage behind all that the stages before have given because of it. */
  const advance = (toMs: number): ExpectedRow<Out>[] => {
    watermarkMs = toMs
    return running.flatMap((stage, at) => {
      const given = stage.advance?.(toMs) ?? []
      return given.flatMap(({ row, timeMs, line }, window) => {
        const isSameMoment = given[window - 1]?.timeMs === timeMs
        if (!isSameMoment) moments += 1
        clock.timeMs = timeMs
        clock.line = line
        const rows = expected<Out>(through(Object.freeze(row), at + 1), line)
        const isTied = isSameMoment || given[window + 1]?.timeMs === timeMs
        return isTied ? rows.map((one) => ({ ...one, tie: { moment: moments, window } })) : rows
      })
    })
  }
  return {
    take: (row, line, partition = 0) => {
      clock.line = line
      clock.partition = partition
      clock.timeMs = null
      clock.lateBehindMs = null
      const rows = expected<Out>(through(Object.freeze(row), 0), line)
      ownRows = rows.length
      return clock.watermarkMs > watermarkMs ? [...rows, ...advance(clock.watermarkMs)] : rows
    },
    end: () => advance(Infinity),
    get lateBehindMs() {
      return clock.lateBehindMs
    },
    get ownRows() {
      return ownRows
    },
    get watermarkMs() {
      return clock.watermarkMs
    },
  }
}

// What the last stage gives is what its own types say.
const expected = <Out>(rows: readonly unknown[], line: number | null): ExpectedRow<Out>[] =>
  rows.map((out) => ({ out: out as Out, line }))

/** A part of a stage whose errors say which stage it is. */
const withPlace =
  <Given, Value>(run: (given: Given) => Value, number: number, name: string) =>
  (given: Given): Value => {
    try {
      return run(given)
    } catch (error) {
      throw referenceFailed(`the reference failed at stage ${number} (${name}): ${messageOf(error)}`, error)
    }
  }

/** An input row with its line and input partition (default: 0), or what of the stream is left when the last has been taken. */
export type Taken<Row> = { readonly row: Row; readonly line: number | null; readonly partition?: number } | 'end'

/**
 * What the reference expects for the next input row of a stream, or when the stream has ended.
 *
 * @throws StreamassayError `REFERENCE_FAILED` with the input line and the stage that threw
 */
export function expectedRows<Row, Out>(reading: Reading<Row, Out>, taken: Taken<Row>): ExpectedRow<Out>[] {
  try {
    return taken === 'end' ? reading.end() : reading.take(taken.row, taken.line, taken.partition)
  } catch (error) {
    throw referenceFailed(`${messageOf(error)}, ${placeOf(taken)}${thrownAt(error)}`, error)
  }
}

function placeOf(taken: Taken<unknown>): string {
  if (taken === 'end') return 'at the end of the input'
  return taken.line === null ? 'on the sentinel' : `on input line ${taken.line}`
}
