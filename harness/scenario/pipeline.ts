/** The reference: a pure TypeScript model of a job as map, filter, flatMap and reduce, which keeps each row's input line. */
import { messageOf, StreamassayError } from '../errors.ts'
import type { Columns } from './csv/csv-fixture.ts'
import { filterStage, flatMapStage, mapStage, reduceStage } from './pipeline-stage.ts'
import type { Stage } from './pipeline-stage.ts'

/** One row that the reference expects, and the input line it came from (null: the sentinel). */
export interface ExpectedRow<Out> {
  readonly out: Out
  readonly line: number | null
}

/** A reference at work on one stream: what the job should write for each row, after all the rows before it. */
export type Reading<In, Out> = (row: In) => Out[]

/** A model of a job: what it should write for each row of a stream. It never changes; each step gives a new one. */
export interface Pipeline<In, Out> {
  /** Each row becomes what `f` returns. */
  map<Next>(f: (row: Out) => Next extends PromiseLike<unknown> ? never : Next): Pipeline<In, Next>
  /** Only the rows for which `keep` is true. */
  filter<Kept extends Out>(keep: (row: Out) => row is Kept): Pipeline<In, Kept>
  filter(keep: (row: Out) => boolean): Pipeline<In, Out>
  /** Each row becomes all that `f` returns: none, one or many. */
  flatMap<Next>(f: (row: Out) => Iterable<Next>): Pipeline<In, Next>
  /** The rows of one key are taken together, in their order; those of different keys have nothing to do with each other. */
  keyBy(keyOf: (row: Out) => string | number | bigint | boolean): KeyedPipeline<In, Out>
  /** Whether what comes of a row depends on the rows before it. */
  readonly isStateful: boolean
  /**
   * Begins a stream. Each row is frozen: a model that changes its input is told so.
   *
   * The reading throws StreamassayError `REFERENCE_FAILED` with the stage that threw.
   */
  open(): Reading<In, Out>
  /** What the job should write for a whole stream of these rows. @throws StreamassayError `REFERENCE_FAILED` */
  apply(rows: Iterable<In>): Out[]
}

/** The rows of a pipeline by their keys. */
export interface KeyedPipeline<In, Out> {
  /**
   * The first row of each key comes out as it is, and for each further one what `combine` makes of the last row that came
   * out of the key and this one; as Flink's reduce does on a stream.
   */
  reduce(combine: (before: Out, row: Out) => Out): Pipeline<In, Out>
}

/** An empty pipeline: what goes in comes out. The columns are there for their types alone. */
export const pipeline = <Row>(_columns?: Columns<Row>): Pipeline<Row, Row> => pipelineOf<Row, Row>([])

/**
 * What the reference expects for the next input row of a stream, with the line of that row.
 *
 * @throws StreamassayError `REFERENCE_FAILED` with the input line and the stage that threw
 */
export function expectedRows<Row, Out>(
  reading: Reading<Row, Out>,
  { row, line }: { readonly row: Row; readonly line: number | null },
): ExpectedRow<Out>[] {
  try {
    return reading(row).map((out) => ({ out, line }))
  } catch (error) {
    const place = line === null ? 'the sentinel' : `input line ${line}`
    throw failed(`${messageOf(error)}, on ${place}`, error)
  }
}

function pipelineOf<In, Out>(stages: readonly Stage[]): Pipeline<In, Out> {
  const followedBy = <Next>(stage: Stage): Pipeline<In, Next> => pipelineOf<In, Next>([...stages, stage])
  return Object.freeze({
    map: <Next>(f: (row: Out) => unknown) => followedBy<Next>(mapStage(f)),
    filter: <Kept extends Out>(keep: (row: Out) => unknown) => followedBy<Kept>(filterStage(keep)),
    flatMap: <Next>(f: (row: Out) => Iterable<Next>) => followedBy<Next>(flatMapStage(f)),
    keyBy: (keyOf: (row: Out) => unknown) =>
      Object.freeze({
        reduce: (combine: (before: Out, row: Out) => unknown) => followedBy<Out>(reduceStage(keyOf, combine)),
      }),
    isStateful: stages.some(({ isStateful }) => isStateful),
    open: () => openAll<In, Out>(stages),
    apply: (rows: Iterable<In>) => [...rows].flatMap(openAll<In, Out>(stages)),
  })
}

function openAll<In, Out>(stages: readonly Stage[]): Reading<In, Out> {
  const running = stages.map(({ name, open }, index) => told(open(), index + 1, name))
  return (row) => {
    let rows: unknown[] = [Object.freeze(row)]
    for (const run of running) rows = rows.flatMap(run)
    // What the last stage gives is what its own types say.
    return rows as Out[]
  }
}

/** A stage whose errors say which one it is. */
const told =
  (run: (row: unknown) => unknown[], number: number, name: string) =>
  (row: unknown): unknown[] => {
    try {
      return run(row)
    } catch (error) {
      throw failed(`the reference failed at stage ${number} (${name}): ${messageOf(error)}`, error)
    }
  }

const failed = (message: string, cause: unknown): StreamassayError =>
  new StreamassayError('REFERENCE_FAILED', message, {
    remedy: "correct this function of the scenario's reference: it must be pure and must take every row of the input",
    cause,
  })
