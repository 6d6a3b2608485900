/** Event time in a reference: when rows say that they happened, how far that has come, and windows that close by it. */
import { shown } from '../cell-forms.ts'
import { LatestTimes } from './latest-times.ts'
import { keyFor, nameOf, type Stage, waitless } from './pipeline-stage.ts'

/** A window of one key: from `startMs` up to, and without, `endMs`, in milliseconds since 1970. */
export interface EventWindow<Key> {
  readonly key: Key
  readonly startMs: number
  readonly endMs: number
}

/** How long windows are. Flink lets them begin at 1970-01-01T00:00Z, a Thursday, and `offsetMs` later where it is given. */
export interface TumblingWindow {
  readonly sizeMs: number
  readonly offsetMs?: number
}

/** A row that comes out of a window, with its event time and the input line that it is put down to. */
export interface TimedRow {
  readonly row: unknown
  readonly timeMs: number
  readonly line: number | null
}

/** What the stages of a reading share. */
export interface EventClock {
  /** The input line of the row that is on its way; null: the sentinel. */
  line: number | null
  /** The event time of the row that is on its way; null where it has none. */
  timeMs: number | null
  /** The input partition of the row that is on its way. */
  partition: number
  /** The input partitions that have rows, now or later. */
  readonly partitions: readonly number[]
  /** The watermark that follows the row on its way. */
  watermarkMs: number
  /** The row on its way is late, and its job has to have come so far by its watermark; null where it is not late. */
  lateBehindMs: number | null
  /** The last millisecond of the latest window that has given something. */
  closedToMs: number
}

export const newClock = (partitions: readonly number[]): EventClock => ({
  line: null,
  timeMs: null,
  partition: 0,
  partitions,
  watermarkMs: -Infinity,
  lateBehindMs: null,
  closedToMs: -Infinity,
})

/**
 * Rows are given their event time. The watermark follows the latest one at a distance of `outOfOrderMs` and one
 * millisecond, as Flink's `for_bounded_out_of_orderness` has it; but at once, where Flink looks every 200 ms. Each input
 * partition has a watermark of its own, and the stream has the least of those of the partitions that have rows.
 */
export function eventTimeStage(timeOf: (row: never) => unknown, outOfOrderMs: number): Stage {
  return {
    name: nameOf('eventTime', timeOf),
    isStateful: false,
    isTimed: true,
    open: (clock) => {
      const latest = new LatestTimes(clock.partitions)
      return {
        take: (row) => {
          const timeMs = waitless(timeOf(row as never))
          if (!Number.isSafeInteger(timeMs)) {
            throw new TypeError(`its event time is ${shown(timeMs)}, but must be whole milliseconds since 1970`)
          }
          clock.timeMs = timeMs as number
          const leastMs = latest.note(clock.partition, timeMs as number)
          clock.watermarkMs = Math.max(clock.watermarkMs, leastMs - outOfOrderMs - 1)
          return [row]
        },
      }
    },
  }
}

/** The rows of an open window. */
interface OpenWindow {
  readonly window: EventWindow<unknown>
  readonly rows: unknown[]
  /** Of the last row; null while there is none but the sentinel. */
  line: number | null
}

/**
 * What `make` gives for the rows of each window, once the watermark has come to the window's last millisecond: by the end
 * of windows, and among those that end together by the first row of their keys. A row that comes when its window has
 * closed is late, and goes out as `late` makes it, or not at all.
 */
export function tumblingWindowStage(
  keyOf: (row: never) => unknown,
  { sizeMs, offsetMs = 0, late }: TumblingWindow & { readonly late?: ((row: never) => unknown) | undefined },
  make: (rows: never, window: never) => unknown,
): Stage {
  return {
    name: nameOf('tumblingWindow', make),
    isStateful: true,
    open: (clock) => {
      /** By their ends. */
      const open = new Map<number, Map<unknown, OpenWindow>>()
      let closedToMs = -Infinity
      return {
        take: (row) => {
          if (clock.timeMs === null)
            throw new TypeError('its rows have no event time: put `eventTime` before this stage')
          const startMs = clock.timeMs - modulo(clock.timeMs - offsetMs, sizeMs)
          const endMs = startMs + sizeMs
          if (endMs - 1 <= closedToMs) {
            // Flink may have closed its window, and not yet those behind it: their rows are to come before this one's.
            clock.lateBehindMs = Math.max(clock.lateBehindMs ?? -Infinity, endMs - 1, clock.closedToMs)
            return late === undefined ? [] : [waitless(late(row as never))]
          }
          const key = keyFor(keyOf, row)
          const ofEnd = open.get(endMs) ?? new Map<unknown, OpenWindow>()
          open.set(endMs, ofEnd)
          const one = ofEnd.get(key) ?? { window: { key, startMs, endMs }, rows: [], line: null }
          ofEnd.set(key, one)
          one.rows.push(row)
          one.line = clock.line ?? one.line
          return []
        },
        advance: (watermarkMs) => {
          closedToMs = watermarkMs
          const ends = [...open.keys()].filter((endMs) => endMs - 1 <= closedToMs)
          // At the end of the stream nothing follows.
          if (watermarkMs < Infinity)
            clock.closedToMs = ends.reduce((to, endMs) => Math.max(to, endMs - 1), clock.closedToMs)
          return ends
            .toSorted((one, other) => one - other)
            .flatMap((endMs) => {
              const closed = [...(open.get(endMs)?.values() ?? [])]
              open.delete(endMs)
              return closed.map(({ window, rows, line }) => ({
                row: waitless(make(Object.freeze(rows) as never, Object.freeze(window) as never)),
                timeMs: endMs - 1,
                line,
              }))
            })
        },
      }
    },
  }
}

/** The remainder that is never negative: before 1970 windows begin before their rows as well. */
const modulo = (value: number, by: number): number => ((value % by) + by) % by
