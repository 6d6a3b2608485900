/** A scenario: what to test. A job, its input, a model of what the job should do, and what makes an output row itself. */
import type { CsvFixture } from './csv/csv-fixture.ts'
import type { Pipeline } from './reference/pipeline.ts'
import type { Sink } from './sink.ts'

/** The names of a row's fields. */
export type Field<Row> = Extract<keyof Row, string>

/** What makes an output row this one and no other: a field, several, or a function of the output. */
export type Identity<Out> = Field<Out> | readonly Field<Out>[] | ((out: Out) => string | number | bigint)

/**
 * In which order output rows come within a partition: as the input says (`input`); as it may be (`any`); or as the input
 * says among those rows alone for which the function gives the same, as of a job that keeps the order by key.
 */
export type Order<Out> = 'input' | 'any' | ((out: Out) => string | number | bigint | boolean)

/**
 * What output rows are to each other, in Flink's words: each is there for good (an append stream); each takes the place of
 * the one before it of its identity (an upsert stream); or each is a change of a table (a retract stream), and its field `op`
 * says which: `+I` and `+U` for a row that is there now, `-U` and `-D` for one that no longer is.
 */
export type Changes = 'append' | 'upsert' | 'retract'

/** A PyFlink program: a folder, and the module in it whose `main` is run. */
export interface PyflinkJob {
  /** The folder that holds the Python package, as Python's import path would name it. */
  readonly root: string
  /** The module to run, dotted: `orders.job`. */
  readonly module: string
}

/** What a job is told on its command line; brokers as seen from inside the cluster. */
export interface JobTopics {
  readonly brokers: string
  readonly inputTopic: string
  /** The topic of each of the scenario's `sides`, by its name. */
  readonly sideTopics: Readonly<Record<string, string>>
  /** The topic to write to; with `sink: 'console'` the word to print in front of each row, with `> ` between them. */
  readonly outputTopic: string
  /** With `sink: 'file'` the folder to write to. */
  readonly outputFolder: string
  readonly groupId: string
  /** Whether the job is to end with its input; else it is to wait for more, as a check's does, or one that `ends` otherwise. */
  readonly bounded: boolean
  readonly sink: Sink
}

/** How rows become message values and back; JSON by the exact codec of `record/` when a scenario gives none. */
export interface Format<Row> {
  /** The value of an input record; null for a record without one, a tombstone. */
  encode(row: Row): Uint8Array | null
  decode(value: Uint8Array): unknown
}

/** What `defineScenario` takes. */
export interface ScenarioOptions<Row, Out> {
  readonly name: string
  readonly job: PyflinkJob
  readonly input: CsvFixture<Row>
  /**
   * Other streams that the job reads, by name, as one that joins does. Each goes whole into a topic of its own, as JSON
   * without keys; in memory.
   */
  readonly sides?: Readonly<Record<string, CsvFixture<unknown>>>
  /**
   * When the sides are sent: before the job is started, `first`, when not given, and which stream is ahead is for Flink to
   * choose; or when it has read all of its input, `last`, which takes a job that `ends` when it is stopped.
   */
  readonly sidesSent?: 'first' | 'last'
  readonly reference: Pipeline<Row, Out>
  readonly identity: Identity<Out>
  /** The Kafka key of an input record; no key when not given. Records of one key go to one partition, in order. */
  readonly key?: Field<Row> | ((row: Row) => string | null)
  /** Partitions of the input topic; 1 when not given. */
  readonly inputPartitions?: number
  /**
   * Where the job writes: to a topic, `kafka`, when not given; to files, `file`, of which those count that it has finished;
   * or to its standard output, `console`. The last two are read when the job has ended.
   */
  readonly sink?: Sink
  /** Partitions of the output topic; 1 when not given. */
  readonly outputPartitions?: number
  /** The partition of a row; by hash of the key, else in turn, when not given. */
  readonly partition?: (row: Row, partitions: number) => number
  /** Headers of an input record; none when not given. */
  readonly headers?: (row: Row) => Readonly<Record<string, string>>
  /** The record's timestamp: a date or a time column, or milliseconds since 1970; the time of sending when not given. */
  readonly timestamp?: Field<Row> | ((row: Row) => number)
  /**
   * Rows sent per second at most; as fast as the broker takes them when not given. Where the job reads meanwhile (`ends`),
   * the first is sent when it runs.
   */
  readonly rowsPerSecond?: number
  /**
   * Absolute tolerance of a numeric output field (default: 0, exact). Differences are those of the decimals that numbers are
   * written as: 1.1 is within 0.1 of 1.0. Rows that are equal but for such fields are paired so that as many as possible match.
   */
  readonly tolerance?: Readonly<Partial<Record<Field<Out>, number>>>
  /** Whether an output row may come more than once; `exactly-once` when not given. */
  readonly delivery?: 'exactly-once' | 'at-least-once'
  /** In which order output rows come; `input` when not given. */
  readonly order?: Order<Out>
  /**
   * What output rows are to each other; `append` when not given. Otherwise the table that they leave is compared: the last
   * row of each identity that the reference gives, without `op`, with the last one that came. What a row was in between may
   * rightly differ, and their order does not count.
   */
  readonly changes?: Changes
  /** A row known to pass the job, sent last: its arrival proves a run that expects nothing else, or that does not end. */
  readonly sentinel?: Row
  /**
   * When the job ends: `with-input`, when not given, `when-stopped` or `never`.
   *
   * The last two are for a job that waits for more: rows are sent while it runs, once its Kafka sources have their start
   * offsets. `when-stopped` ends it as Flink's `stop --drain` does, once its Kafka sources have read everything and what is
   * due has come out: event time comes to its end, every window closes, and the job is FINISHED. A job that is to end with
   * its input is judged so as well if its plan has a processing-time window, whose rows the end of the input would drop.
   * `never` needs nothing of Flink but order: the job is judged as soon as its sentinel has come out, and cancelled then; it
   * needs one input and one output partition and a parallelism of 1, where the last row in is the last row out.
   */
  readonly ends?: 'with-input' | 'when-stopped' | 'never'
  /**
   * How long a job that is stopped may bring nothing new, neither a row nor a later watermark, before it is stopped; counted
   * from when it has read everything, in milliseconds. A job whose due rows have all come is stopped at once. (default: 5000,
   * and the size of the longest processing-time window of its plan)
   */
  readonly settleMs?: number
  /**
   * When a row that is due must have come. Due is what the reference returns while it takes rows, such as a window that the
   * watermark has passed. `before-stop`: before the harness stops the job; a row that comes only because the job is stopped
   * never comes in production, and fails the run. `at-stop`: as late as that. (default: `before-stop`)
   */
  readonly dueRows?: 'before-stop' | 'at-stop'
  /** Where Flink runs the Python functions: in a process of their own, when not given, or in a thread of its JVM. */
  readonly mode?: 'process' | 'thread'
  /**
   * The job's own command line; `--brokers --input --output --group`, `--bounded` where it ends, `--sink` where that is not
   * Kafka, and the topic of each side behind its name (`--customers TOPIC`), when not given.
   */
  readonly args?: (topics: JobTopics) => readonly string[]
  readonly format?: Format<Row>
  /** Flink settings for this job alone, such as `python.execution-mode`. */
  readonly flinkConfiguration?: Readonly<Record<string, string>>
  /**
   * How long the job may take from submission to FINISHED, at most 2^31 - 1 ms, about 24 days (default: 120 s). Of one that `ends` otherwise: how long each
   * wait for it may take, until it runs, has read its input, closes a late row's window, has stopped.
   */
  readonly jobTimeoutMs?: number
}

/** A checked scenario, and the module that it was defined in where that could be told. */
export interface Scenario<Row, Out> extends ScenarioOptions<Row, Out> {
  readonly definedIn: string | null
}
