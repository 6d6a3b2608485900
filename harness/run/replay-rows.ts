/** The replay of a scenario: each row of its input as a record. */
import { sideTopic } from '../flink/submission/job-arguments.ts'
import { outgoingRecord, outgoingRecords } from '../kafka/outgoing-record.ts'
import type { Ledger, Progress } from '../kafka/replay/replay.ts'
import type { KafkaSession } from '../kafka/session.ts'
import { rowFormat } from '../record/row-format.ts'
import { columnKinds } from '../scenario/column-kinds.ts'
import type { Format, Scenario } from '../scenario/scenario.ts'
import { inputRows, type InputRow } from './input-rows.ts'
import { defaultJobTimeoutMs } from './job/run-job.ts'
import type { JobUnderway } from './live/job-underway.ts'
import { lateRowWaits, withWaits } from './live/late-rows.ts'
import type { Meter } from './live/meter.ts'
import { onceReading, type ReadingStart } from './live/once-reading.ts'
import { onceRunning } from './live/once-running.ts'
import type { PreparedScenario } from './prepare.ts'
import type { TopicsPlan } from './run-topics.ts'

export interface ReplayPlan {
  readonly kafka: Pick<KafkaSession, 'replay'>
  readonly topic: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Told what the broker has acknowledged so far. */
  readonly onProgress: (soFar: Progress) => void
  /** The job that reads while the rows are sent; not given where it comes afterwards. */
  readonly reader?: JobUnderway
  /** Reads the log of a part of the stack that the job runs on; given with `reader`. */
  readonly readLog?: ReadingStart['readLog']
  /** Told of what is sent, of a run that is measured. */
  readonly meter?: Meter | null
  /** Told what a row waits for. */
  readonly onWait?: (what: string) => void
}

/** How a scenario's rows are written and read: its own format, else JSON by its columns. */
export const formatOf = <Row, Out>({ format, input, sides = {} }: Scenario<Row, Out>): Format<Row> =>
  format ??
  rowFormat(
    input.columns,
    Object.values(sides).map(({ columns }) => columns),
  )

/**
 * To be asked of the rows of an input in their order: makes the record of each where functions of the user's take part in
 * that, so that one that fails is reported before anything is sent; null where none does.
 *
 * It throws StreamassayError `RECORD_UNENCODABLE`, `SCENARIO_INVALID` as `outgoingRecord` does.
 */
export function recordTrial<Row, Out>(scenario: Scenario<Row, Out>): ((input: InputRow<Row>) => void) | null {
  const { key, partition, headers, timestamp, format, input } = scenario
  const hasFunction = [key, partition, headers, timestamp].some((choice) => typeof choice === 'function')
  const hasOwnColumn = columnKinds(input.columns)
    .values()
    .some(({ type }) => type === 'other')
  if (!hasFunction && format === undefined && !hasOwnColumn && timestamp === undefined) return null
  const used = formatOf(scenario)
  let ordinal = 0
  return ({ row, line }) => {
    outgoingRecord(scenario, used, row, ordinal, line)
    ordinal += 1
  }
}

/**
 * Sends every row of the fixture, then the sentinel if there is one.
 *
 * @returns what was sent and acknowledged: all of it
 * @throws StreamassayError as `replay` says; `CSV_CHANGED`, `RECORD_UNENCODABLE`, `SCENARIO_INVALID`
 */
export function replayRows<Row, Out>(
  prepared: Pick<PreparedScenario<Row, Out>, 'scenario' | 'csv' | 'partitions'>,
  { kafka, topic, timeoutMs, signal, onProgress, reader: job, readLog, meter, onWait }: ReplayPlan,
): Promise<Ledger> {
  const { scenario } = prepared
  const { rowsPerSecond, jobTimeoutMs = defaultJobTimeoutMs } = scenario
  const input = inputRows(prepared)
  const isTimed = job !== undefined && scenario.reference.hasEventTime
  const waits = onWait && { onWait }
  const rows = isTimed ? withWaits(input, lateRowWaits(prepared, { job, topic, ...waits })) : input
  const begun = job === undefined ? rows : onceBegun(rows, job)
  function onceBegun<Piece>(pieces: AsyncIterable<Piece>, reader: JobUnderway): AsyncIterable<Piece> {
    const start = { job: reader, timeoutMs: jobTimeoutMs, signal, ...waits }
    if (rowsPerSecond !== undefined) return onceRunning(pieces, start)
    return readLog
      ? onceReading(pieces, { ...start, topic, partitions: scenario.inputPartitions ?? 1, readLog })
      : pieces
  }
  return kafka.replay({
    topic,
    records: outgoingRecords(scenario, formatOf(scenario), begun),
    limits: { timeoutMs, signal, ...(rowsPerSecond !== undefined && { rowsPerSecond }) },
    onProgress,
    ...(meter && { onSent: (some, sentMs) => meter.noteSent(some, sentMs) }),
  })
}

export const foreignRemedy = 'Let the job write to none of its input topics, and keep other programs from them.'

/** Describes records in the topics that the job reads and that were not sent by the run; null if there are none. */
export async function foreignRecords(
  { sides }: Pick<PreparedScenario<never, never>, 'sides'>,
  ledger: Progress | null,
  { kafka, topics, ...limits }: Omit<TopicsPlan, 'kafka'> & { readonly kafka: Pick<KafkaSession, 'recordsIn'> },
): Promise<string | null> {
  const sent = [
    [topics.inputTopic, ledger?.acknowledged ?? 0] as const,
    ...sides.map(({ name, rows }) => [sideTopic(topics.groupId, name), rows.length] as const),
  ]
  for (const [topic, rows] of sent) {
    const more = (await kafka.recordsIn(topic, limits)) - BigInt(rows)
    // Of a side that was to come last, a job that has ended by itself may never have been sent anything.
    if (more > 0n) return `foreign records: ${topic} has ${more} that this run did not send`
  }
  return null
}
