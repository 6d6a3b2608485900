/** The reference: a pure TypeScript model of a job, stage by stage, which keeps each row's input line. */
import { StreamassayError } from '../../errors.ts'
import type { Columns, CsvFixture } from '../csv/csv-fixture.ts'
import { eventTimeStage, type EventWindow, type TumblingWindow, tumblingWindowStage } from './event-time.ts'
import { joinStage, type SideRows } from './join-stage.ts'
import { filterStage, flatMapStage, mapStage, reduceStage } from './pipeline-stage.ts'
import type { Stage } from './pipeline-stage.ts'
import { openReading, type Reading } from './reading.ts'

/** A model of a job: what it should write for each row of a stream. It never changes; each step gives a new one. */
export interface Pipeline<In, Out> {
  /** Each row becomes what `f` returns. */
  map<Next>(f: (row: Out) => Next extends PromiseLike<unknown> ? never : Next): Pipeline<In, Next>
  /** Only the rows for which `keep` is true. */
  filter<Kept extends Out>(keep: (row: Out) => row is Kept): Pipeline<In, Kept>
  filter(keep: (row: Out) => boolean): Pipeline<In, Out>
  /** Each row becomes all that `f` returns: none, one or many. */
  flatMap<Next>(f: (row: Out) => Iterable<Next extends PromiseLike<unknown> ? never : Next>): Pipeline<In, Next>
  /**
   * Each row becomes what `make` gives for it and each row of `side`, one of the scenario's `sides`, that has the same key;
   * a row of a key that the side does not have is dropped. An inner join, as of two whole tables: which of two rows comes
   * first makes no difference.
   */
  join<Side, Key extends RowKey, Next>(
    side: CsvFixture<Side>,
    keys: { readonly where: (row: Out) => Key; readonly equalTo: (sideRow: Side) => Key },
    make: (row: Out, sideRow: Side) => Next extends PromiseLike<unknown> ? never : Next,
  ): Pipeline<In, Next>
  /**
   * Gives each row its event time, whole milliseconds since 1970. Rows may come up to `outOfOrderMs` (0 when not given)
   * after a later one, and are late when they come after that and their window has closed.
   */
  eventTime(timeOf: (row: Out) => number, options?: { readonly outOfOrderMs?: number }): Pipeline<In, Out>
  /** The rows of one key are taken together, in their order; those of different keys have nothing to do with each other. */
  keyBy<Key extends RowKey>(keyOf: (row: Out) => Key): KeyedPipeline<In, Out, Key>
  /** Whether what comes of a row depends on the rows before it. */
  readonly isStateful: boolean
  /** Whether event time has a part in it. */
  readonly hasEventTime: boolean
  /** The other streams that it joins with. */
  readonly sides: readonly CsvFixture<unknown>[]
  /** The same reference with the rows of these. @throws StreamassayError `REFERENCE_FAILED` */
  withSides(rows: SideRows): Pipeline<In, Out>
  /**
   * Begins a stream; where there are `sides`, with their rows. The watermark of several input partitions is the minimum over
   * those that have rows, which have to be known before (default: partition 0 alone).
   */
  open(partitions?: readonly number[]): Reading<In, Out>
  /** What the job should write for a whole stream of these rows. @throws StreamassayError `REFERENCE_FAILED` */
  apply(rows: Iterable<In>): Out[]
}

/** What rows can be told apart by. */
export type RowKey = string | number | bigint | boolean

/** The rows of a pipeline by their keys. */
export interface KeyedPipeline<In, Out, Key extends RowKey = RowKey> {
  /**
   * The first row of each key comes out as it is, and for each further one what `combine` makes of the last row that came
   * out of the key and this one; as Flink's reduce does on a stream.
   */
  reduce(combine: (before: Out, row: Out) => Out): Pipeline<In, Out>
  /**
   * For each key and each stretch of event time with rows in it, what `make` gives for them, once it has closed; see
   * `eventTime`. A late row comes out as `late` makes it, or not at all where that is not given.
   */
  tumblingWindow<Next, Late = never>(
    options: TumblingWindow & { readonly late?: (row: Out) => Late },
    make: (rows: readonly Out[], window: EventWindow<Key>) => Next,
  ): Pipeline<In, Next | Late>
}

/** An empty pipeline: what goes in comes out. The columns are there for their types alone. */
export const pipeline = <Row>(_columns?: Columns<Row>): Pipeline<Row, Row> => pipelineOf<Row, Row>([])

function pipelineOf<In, Out>(stages: readonly Stage[]): Pipeline<In, Out> {
  const followedBy = <Next>(stage: Stage): Pipeline<In, Next> => pipelineOf<In, Next>([...stages, stage])
  return Object.freeze({
    map: <Next>(f: (row: Out) => unknown) => followedBy<Next>(mapStage(f)),
    filter: <Kept extends Out>(keep: (row: Out) => unknown) => followedBy<Kept>(filterStage(keep)),
    flatMap: <Next>(f: (row: Out) => Iterable<Next>) => followedBy<Next>(flatMapStage(f)),
    join: <Next>(
      side: CsvFixture<never>,
      keys: { readonly where: (row: Out) => unknown; readonly equalTo: (sideRow: never) => unknown },
      make: (row: Out, sideRow: never) => unknown,
    ) => followedBy<Next>(joinStage(side, keys, make)),
    eventTime: (timeOf: (row: Out) => unknown, { outOfOrderMs = 0 }: { readonly outOfOrderMs?: number } = {}) =>
      followedBy<Out>(eventTimeStage(timeOf, durationMs('outOfOrderMs', outOfOrderMs, 0))),
    keyBy: (keyOf: (row: Out) => unknown) =>
      Object.freeze({
        reduce: (combine: (before: Out, row: Out) => unknown) => followedBy<Out>(reduceStage(keyOf, combine)),
        tumblingWindow: <Next>(
          options: TumblingWindow & { readonly late?: (row: Out) => unknown },
          make: (rows: readonly Out[], window: EventWindow<never>) => unknown,
        ) => {
          durationMs('sizeMs', options.sizeMs, 1)
          return followedBy<Next>(tumblingWindowStage(keyOf, options, make))
        },
      }),
    isStateful: stages.some(({ isStateful }) => isStateful),
    hasEventTime: stages.some(({ isTimed }) => isTimed === true),
    sides: stages.flatMap(({ side }) => side ?? []),
    withSides: (rows: SideRows) => pipelineOf<In, Out>(stages.map((stage) => stage.withSides?.(rows) ?? stage)),
    open: (partitions?: readonly number[]) => openReading<In, Out>(stages, partitions),
    apply: (rows: Iterable<In>) => {
      const reading = openReading<In, Out>(stages)
      const outs = [...rows].flatMap((row, at) => reading.take(row, at + 1))
      return [...outs, ...reading.end()].map(({ out }) => out)
    },
  })
}

function durationMs(option: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw new StreamassayError('SCENARIO_INVALID', `the reference's ${option} is ${value}`, {
    remedy: `Give whole milliseconds, at least ${least}.`,
  })
}
