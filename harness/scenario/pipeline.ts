/** The reference: a pure TypeScript model of a job as map, filter and flatMap, which keeps each row's input line. */
import { messageOf, StreamassayError } from '../errors.ts'
import type { Columns } from './csv/csv-fixture.ts'
import { filterStage, flatMapStage, mapStage } from './pipeline-stage.ts'
import type { Stage } from './pipeline-stage.ts'

/** One row that the reference expects, and the input line it came from (null: the sentinel). */
export interface ExpectedRow<Out> {
  readonly out: Out
  readonly line: number | null
}

/** A model of a job: what it should write for each row, by itself. It never changes; each step gives a new one. */
export interface Pipeline<In, Out> {
  /** Each row becomes what `f` returns. */
  map<Next>(f: (row: Out) => Next extends PromiseLike<unknown> ? never : Next): Pipeline<In, Next>
  /** Only the rows for which `keep` is true. */
  filter<Kept extends Out>(keep: (row: Out) => row is Kept): Pipeline<In, Kept>
  filter(keep: (row: Out) => boolean): Pipeline<In, Out>
  /** Each row becomes all that `f` returns: none, one or many. */
  flatMap<Next>(f: (row: Out) => Iterable<Next>): Pipeline<In, Next>
  /**
   * What the job should write for one input row. The row is frozen: a model that changes its input is told so.
   *
   * @throws StreamassayError `REFERENCE_FAILED` with the stage that threw
   */
  apply(row: In): Out[]
}

/** An empty pipeline: what goes in comes out. The columns are there for their types alone. */
export const pipeline = <Row>(_columns?: Columns<Row>): Pipeline<Row, Row> => pipelineOf<Row, Row>([])

/**
 * What the reference expects for one input row, with the line of that row.
 *
 * @throws StreamassayError `REFERENCE_FAILED` with the input line and the stage that threw
 */
export function expectedRows<Row, Out>(
  reference: Pipeline<Row, Out>,
  { row, line }: { readonly row: Row; readonly line: number | null },
): ExpectedRow<Out>[] {
  try {
    return reference.apply(row).map((out) => ({ out, line }))
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
    apply: (row: In) => {
      let rows: unknown[] = [Object.freeze(row)]
      for (const [index, stage] of stages.entries()) rows = rows.flatMap((each) => runStage(stage, index + 1, each))
      // What the last stage gives is what its own types say.
      return rows as Out[]
    },
  })
}

function runStage(stage: Stage, number: number, row: unknown): unknown[] {
  try {
    return stage.run(row)
  } catch (error) {
    throw failed(`the reference failed at stage ${number} (${stage.name}): ${messageOf(error)}`, error)
  }
}

const failed = (message: string, cause: unknown): StreamassayError =>
  new StreamassayError('REFERENCE_FAILED', message, {
    remedy: "correct this function of the scenario's reference: it must be pure and must take every row of the input",
    cause,
  })
