/** The output of a case in a job of its own: kept as it comes, and looked at for what was due before the job is stopped. */
import { StreamassayError } from '../../errors.ts'
import { decodeValue } from '../../record/value.ts'
import type { PreparedJob } from '../../run/job/submit-scenario.ts'
import type { StoppedOutput } from '../../run/live/stop-when-read.ts'
import { formatOf } from '../../run/replay-rows.ts'
import { readSink, type SinkOptions, type SinkReading } from '../../run/sinks/read-sink.ts'
import { toleranceOf } from '../../verdict/compare/equality.ts'
import { openComparison } from '../../verdict/compare/open-comparison.ts'
import type { ObservedRow } from '../../verdict/comparison.ts'
import type { DueAccount } from '../../verdict/output/due-rows.ts'
import { endlessText, mostRowsOf } from '../../verdict/output/most-rows.ts'
import type { ExpectedCase } from './batch.ts'

export interface CaseOutput extends StoppedOutput, Pick<SinkReading, 'failed' | 'toEnd'>, AsyncDisposable {
  /** The rows that have come so far. */
  readonly observed: readonly ObservedRow[]
  /** True if every expected row has come, and no other; false where that is not known before the end. */
  isComplete(): boolean
  /** What is known of due rows; null where they are not judged. */
  due(): DueAccount | null
}

/**
 * Begins to read, before the job is submitted. Due rows are judged where the scenario itself has the job stopped, of a topic
 * whose rows are there for good. A row that no expected one is equal to fails the case, and no due row is waited for then,
 * unless the scenario has a tolerance or allows copies.
 *
 * The reading fails with `OUTPUT_ENDLESS` when the job writes far more rows than are expected.
 */
export function openCaseOutput<Row, Out>(
  { scenario }: Pick<PreparedJob<Row, Out>, 'scenario'>,
  { expected, dueRows }: Pick<ExpectedCase<Row, Out>, 'expected' | 'dueRows'>,
  sink: Pick<SinkOptions, 'place' | 'kafka' | 'stack' | 'signal'>,
): CaseOutput {
  const { identity, tolerance, delivery, ends, changes = 'append' } = scenario
  const isComparedSoon = sink.place.sink === 'kafka' && changes === 'append'
  const isDueJudged = isComparedSoon && ends === 'when-stopped'
  // A row that is held is wrong then: it can be no copy, and no other pairs are possible.
  const isHeldWrong = toleranceOf(tolerance).size === 0 && delivery !== 'at-least-once'
  const format = formatOf(scenario)
  const observed: ObservedRow[] = []
  const mostRows = mostRowsOf(expected.length)
  let endsAtStop: readonly bigint[] | null = null
  const comparison = openComparison<Out>({
    identity,
    tolerance,
    delivery,
    order: 'any',
    expected: async function* whole() {
      if (expected.length > 0) yield expected.map((row, at) => ({ row, inputPartition: 0, isAtEnd: at >= dueRows }))
    },
    observedAgain: async function* again() {
      yield observed
    },
    isInTime: ({ partition, offset }) => endsAtStop === null || offset < (endsAtStop[partition] ?? 0n),
  })
  const reading = readSink({
    ...sink,
    decode: (value) => decodeValue(value, format.decode),
    take: async (some) => {
      observed.push(...some)
      if (observed.length > mostRows) throw endless(mostRows, expected.length)
      if (isComparedSoon) await comparison.take(some)
    },
  })
  return {
    observed,
    failed: reading.failed,
    growing: {
      dueRows: isDueJudged ? dueRows : null,
      dueCome: () => (isHeldWrong && comparison.held.observed > 0 ? dueRows : comparison.duePaired),
      appended: (limits) => reading.appended?.(limits) ?? Promise.resolve(null),
    },
    noteStop: async (limits) => {
      endsAtStop = isDueJudged ? ((await reading.appended?.(limits))?.ends ?? null) : null
    },
    isComplete: () => expected.length > 0 && isComparedSoon && comparison.matchedAlone === expected.length,
    due: () => {
      if (endsAtStop === null) return null
      const isAllowed = scenario.dueRows === 'at-stop'
      return { kind: 'judged', expected: dueRows, come: comparison.dueCome, isAllowed }
    },
    toEnd: (limits) => reading.toEnd(limits),
    async [Symbol.asyncDispose]() {
      await reading[Symbol.asyncDispose]()
      await comparison[Symbol.asyncDispose]()
    },
  }
}

const endless = (mostRows: number, expectedRows: number): StreamassayError =>
  new StreamassayError('OUTPUT_ENDLESS', endlessText(mostRows, expectedRows), {
    remedy: 'Read the evidence of the check: it has the rows that the job repeats.',
  })
