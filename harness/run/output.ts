/** The output side of a run: read while it grows, compared as it comes, and kept as evidence on the way. */
import { once } from 'node:events'
import { PassThrough } from 'node:stream'

import { StreamassayError } from '../errors.ts'
import type { EvidenceWriter } from '../evidence/write-evidence.ts'
import type { KafkaSession } from '../kafka/session.ts'
import { type DecodedValue, decodeValue } from '../record/value.ts'
import type { ExpectedRow } from '../scenario/reference/reading.ts'
import type { WorkLimits } from '../kafka/wire/within.ts'
import type { OutputPlace } from '../scenario/sink.ts'
import { ChangedTable } from '../verdict/changes/changed-table.ts'
import { openComparison } from '../verdict/compare/open-comparison.ts'
import type { Comparison, ObservedRow } from '../verdict/comparison.ts'
import { type DueAccount, whyDueNotJudged } from '../verdict/output/due-rows.ts'
import { endlessText, mostRowsOf } from '../verdict/output/most-rows.ts'
import { expectedPieces, lastOfEach } from './expected-rows.ts'
import type { PreparedScenario } from './prepare.ts'
import type { Meter } from './live/meter.ts'
import type { GrowingOutput } from './live/settle.ts'
import { formatOf } from './replay-rows.ts'
import { readSink, type SinkOptions, type SinkReading } from './sinks/read-sink.ts'

export interface OutputPlan {
  readonly kafka: KafkaSession
  /** Where the job is to run; it may still be on its way. */
  readonly stack: SinkOptions['stack']
  readonly place: OutputPlace
  readonly evidence: EvidenceWriter
  readonly signal: AbortSignal
  /** For the reading of everything that is there when the job has ended. */
  readonly timeoutMs: number
  /** Told of what comes out, of a run that is measured. */
  readonly meter: Meter | null
  /** Told how many rows have been seen so far. */
  readonly onRows: (rows: number) => void
}

const answerTimeoutMs = 10_000

/** What a run knows of its output. Nothing of it is held in memory but rows that wait for their partner. */
export interface RunOutput<Out> extends AsyncDisposable {
  /** Aborted, with the reason, when the output cannot be read or its rows cannot be compared. */
  readonly failed: AbortSignal
  /** Resolves when all that the scenario's sentinel should give has been seen; never before. */
  readonly sentinelSeen: Promise<void>
  /** The same output as `untilSettled` looks at it. */
  readonly growing: GrowingOutput
  /** To be called right before the job is stopped: what is appended from then on came only because of that. */
  noteStop(limits: WorkLimits): Promise<void>
  /** True if every expected row has come, and no other; false where that is not known before the end. */
  isComplete(): boolean
  /** What is known of due rows; null where there is nothing to say. */
  due(): DueAccount | null
  /** Rows so far that came in transactions. */
  readonly rowsInTransactions: number
  /** True if the output holds rows of a transaction that is not decided yet. */
  isUndecided(): Promise<boolean>
  /** The output grows no more: reads it to its end, and gives the number of its rows. */
  toEnd(): Promise<number>
  /** The account of every row, once the end is reached. */
  compare(): Promise<Comparison<Out>>
  /** For a run that was cut off: the account of what had come, if that holds rows that are wrong; else null. Never throws. */
  cutOff(): Promise<Comparison<Out> | null>
  /** For a run that ends early: the evidence is given the rest of what was expected. */
  expectRest(): Promise<void>
}

/** Begins to read the output, whose topic must be there if it is one; the reference makes its rows as they are needed. */
export function openOutput<Row, Out>(prepared: PreparedScenario<Row, Out>, plan: OutputPlan): RunOutput<Out> {
  const { scenario, expectedRows, dueRows } = prepared
  const { kafka, stack, place, evidence, meter, signal, timeoutMs } = plan
  const { identity, tolerance, delivery, inputPartitions, outputPartitions, changes = 'append' } = scenario
  const table = changes === 'append' ? null : new ChangedTable<Out>(identity, changes)
  const format = formatOf(scenario)
  const decode = (value: Uint8Array | null): DecodedValue => decodeValue(value, format.decode)
  const sentinel = Promise.withResolvers<void>()
  let rows = 0
  let ends: readonly bigint[] = []
  let endsAtStop: readonly bigint[] | null = null
  // A table is known when all its changes are.
  const isDueKnown = place.sink === 'kafka' && table === null
  const mostRows = mostRowsOf(expectedRows)
  const comparison = openComparison<Out>({
    identity,
    tolerance,
    delivery,
    order: table ? 'any' : scenario.order,
    inputPartitions,
    outputPartitions,
    awaitsSentinel: scenario.ends === 'never',
    expected: () => (table ? lastOfEach(prepared) : expectedPieces(prepared)),
    observedAgain: () => (table ? onePiece(table.rows()) : readAgain({ ...plan, decode, ends, first: reading })),
    onExpected: (some) => evidence.expected(some),
    isInTime: ({ partition, offset }) => endsAtStop === null || offset < (endsAtStop[partition] ?? 0n),
    // A window waits for its end, which says nothing of the job.
    ...(meter && !scenario.reference.hasEventTime && { onMatched: timed(meter) }),
  })
  const reading = readSink({
    place,
    kafka,
    stack,
    decode,
    signal,
    take: async (some) => {
      rows += some.length
      if (rows > mostRows) throw endlessOutput(mostRows, expectedRows)
      if (meter) for (const { timestampMs } of some) if (timestampMs !== null) meter.noteOut(timestampMs)
      await evidence.observed(some)
      if (table) table.take(some)
      else await comparison.take(some)
      plan.onRows(rows)
      if (comparison.sentinelsSeen) sentinel.resolve()
    },
  })
  return {
    failed: reading.failed,
    sentinelSeen: sentinel.promise,
    growing: {
      dueRows: isDueKnown ? dueRows : null,
      dueCome: () => comparison.duePaired,
      appended: (limits) => reading.appended?.(limits) ?? Promise.resolve(null),
    },
    noteStop: async (limits) => {
      endsAtStop = (await reading.appended?.(limits))?.ends ?? null
    },
    isComplete: () => expectedRows > 0 && table === null && comparison.matchedAlone === expectedRows,
    due: () => {
      if (endsAtStop !== null && isDueKnown) {
        const isAllowed = scenario.dueRows === 'at-stop'
        return { kind: 'judged', expected: dueRows, come: comparison.dueCome, isAllowed }
      }
      return scenario.reference.hasEventTime ? { kind: 'not-judged', why: whyDueNotJudged(scenario) } : null
    },
    get rowsInTransactions() {
      return reading.rowsInTransactions
    },
    isUndecided: () => reading.isUndecided({ timeoutMs: answerTimeoutMs, signal }),
    toEnd: async () => {
      ends = await reading.toEnd({ timeoutMs, signal })
      if (table) await comparison.take(table.rows())
      return rows
    },
    compare: async () => {
      const compared = await comparison.finish()
      return table && changes !== 'append'
        ? { ...compared, changes: { rule: changes, records: table.records } }
        : compared
    },
    cutOff: async () => {
      // What is being taken must have been taken.
      await reading[Symbol.asyncDispose]()
      return table ? null : comparison.cutOff().catch(() => null)
    },
    expectRest: () => comparison.expectRest(),
    async [Symbol.asyncDispose]() {
      await reading[Symbol.asyncDispose]()
      await comparison[Symbol.asyncDispose]()
    },
  }
}

/** How much has come out, in words; how many changes there will be is for the job to choose. */
export const rowsSoFar = <Row, Out>(
  rows: number,
  { scenario: { changes = 'append' }, expectedRows }: Pick<PreparedScenario<Row, Out>, 'scenario' | 'expectedRows'>,
): string => (changes === 'append' ? `${rows} of ${expectedRows} rows` : `${rows} changes`)

/** The error that ends a run whose job does not stop writing. */
const endlessOutput = (mostRows: number, expectedRows: number): StreamassayError =>
  new StreamassayError('OUTPUT_ENDLESS', endlessText(mostRows, expectedRows), {
    remedy: 'Read observed.ndjson in the evidence: it has the rows that the job repeats.',
  })

const timed =
  (meter: Meter) =>
  ({ line }: ExpectedRow<unknown>, timestampMs: number | null): void => {
    if (line !== null && timestampMs !== null) meter.noteMatched(line, timestampMs)
  }

async function* onePiece<Value>(piece: readonly Value[]): AsyncGenerator<readonly Value[], void, undefined> {
  if (piece.length > 0) yield piece
}

interface SecondReading extends Pick<OutputPlan, 'kafka' | 'stack' | 'place' | 'signal' | 'timeoutMs'> {
  readonly decode: (value: Uint8Array | null) => DecodedValue
  /** Where the first reading ended: a job that never ends may have written more since. */
  readonly ends: readonly bigint[]
  readonly first: SinkReading
}

async function* readAgain({ kafka, stack, place, decode, signal, timeoutMs, ends, first }: SecondReading) {
  const pieces = new PassThrough({ objectMode: true, highWaterMark: 2 })
  const take = async (some: readonly ObservedRow[]): Promise<void> => {
    if (!pieces.write(some.filter(({ partition, offset }) => offset < (ends[partition] ?? 0n)))) {
      await once(pieces, 'drain', { signal })
    }
  }
  // What a job has printed is known to be whole from the moment on at which the first reading began.
  await using second = first.again ? null : readSink({ place, kafka, stack, decode, signal, take })
  const end = first.again?.(take, { timeoutMs, signal }) ?? second?.toEnd({ timeoutMs, signal })
  void end?.then(
    () => pieces.end(),
    (error: unknown) => pieces.destroy(error instanceof Error ? error : new Error(String(error))),
  )
  for await (const some of pieces) yield some as readonly ObservedRow[]
}
