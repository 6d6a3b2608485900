/** Measures a run whose rows are sent while its job runs: how long each took to come out, and how many went through in a second. */
import { createHistogram } from 'node:perf_hooks'

import type { OutgoingRecord } from '../../kafka/replay/replay.ts'
import type { Latency, Measures, Throughput } from '../../verdict/measures.ts'
import { RowsOverTime } from './rows-over-time.ts'

/** An hour: what takes longer counts as that. */
const longestMs = 3_600_000
/** Clocks that differ by less are those of machines that set them by one another. */
const apartMs = 1000
/** So many steps at most tell how the rows were spread over time. */
const mostSteps = 120

/** From the least to the greatest. */
interface Range {
  readonly from: number
  readonly to: number
}

const widened = (range: Range | null, by: number): Range => ({
  from: Math.min(range?.from ?? by, by),
  to: Math.max(range?.to ?? by, by),
})

/** Told of what is sent and of what comes out, in milliseconds since 1970 by the clocks of this host and of the broker. */
export class Meter {
  readonly #sent = new SentRows()
  // The histogram of Node (HdrHistogram, three figures) begins at 1, and a row may come out within the same millisecond.
  readonly #latenciesMs = createHistogram({ lowest: 1, highest: longestMs + 1, figures: 3 })
  #leastMs = 0
  /** Of the rows that came out: the how many'th they were to be sent, and when they were there. Their order may be another. */
  #ordinals: Range | null = null
  #appendedMs: Range | null = null
  readonly #rowsIn = new RowsOverTime()
  readonly #rowsOut = new RowsOverTime()

  noteSent(records: readonly OutgoingRecord[], sentMs: number): void {
    this.#rowsIn.add(sentMs, records.length)
    for (const { line } of records) this.#sent.add(line, sentMs)
  }

  noteOut(appendedMs: number): void {
    this.#rowsOut.add(appendedMs, 1)
  }

  /** The row that came of that line, as it should, was appended then. */
  noteMatched(line: number, appendedMs: number): void {
    const sent = this.#sent.of(line)
    if (sent === null) return
    this.#ordinals = widened(this.#ordinals, sent.ordinal)
    this.#appendedMs = widened(this.#appendedMs, appendedMs)
    const latencyMs = appendedMs - sent.atMs
    this.#leastMs = Math.min(this.#leastMs, latencyMs)
    // What was sent before anything came out has waited for the job to start.
    if (sent.atMs >= this.#rowsOut.firstMs) this.#latenciesMs.record(Math.min(Math.max(latencyMs, 0), longestMs) + 1)
  }

  /** @param brokerAheadMs how far the broker's clock is ahead of this machine's */
  measures(brokerAheadMs = 0): Measures {
    const areApart = Math.abs(brokerAheadMs) >= apartMs
    return {
      // The distance is known to some milliseconds, which is as much as a row takes.
      latencyMs: areApart ? null : this.#latency(),
      throughput: this.#throughput(areApart ? brokerAheadMs : 0),
    }
  }

  #latency(): Latency | null {
    const histogram = this.#latenciesMs
    // By clocks that go apart nothing can be measured.
    if (histogram.count === 0 || this.#leastMs < 0) return null
    const at = (percent: number): number => histogram.percentile(percent) - 1
    return { rows: histogram.count, p50: at(50), p95: at(95), p99: at(99), max: histogram.max - 1 }
  }

  #throughput(aheadMs: number): Throughput | null {
    const [ordinals, appendedMs] = [this.#ordinals, this.#appendedMs]
    if (ordinals === null || appendedMs === null || ordinals.to === ordinals.from) return null
    const rows = ordinals.to - ordinals.from
    const seconds = Math.max(appendedMs.to - appendedMs.from, 1) / 1000
    const span = { fromMs: this.#rowsIn.firstMs, toMs: Math.max(this.#rowsIn.lastMs, this.#rowsOut.lastMs - aheadMs) }
    const spanOut = { fromMs: span.fromMs + aheadMs, toMs: span.toMs + aheadMs }
    const stepSeconds = Math.max(1, Math.ceil((span.toMs - span.fromMs) / 1000 / mostSteps))
    const steps = { in: this.#rowsIn.steps(span, stepSeconds), out: this.#rowsOut.steps(spanOut, stepSeconds) }
    const peakOutPerSecond = Math.max(...steps.out) / stepSeconds
    return { rows, seconds, rowsPerSecond: rows / seconds, peakOutPerSecond, stepSeconds, ...steps }
  }
}

/** When the row of each line was sent, and the how many'th it was; 12 bytes a line. */
class SentRows {
  #atMs = new Float64Array(1024)
  /** From 1; 0 for a line that no row stands on. */
  #ordinals = new Uint32Array(1024)
  #count = 0

  add(line: number | null | undefined, atMs: number): void {
    this.#count += 1
    // A sentinel has none.
    if (typeof line !== 'number') return
    if (line >= this.#ordinals.length) this.#grow(Math.max(line + 1, 2 * this.#ordinals.length))
    this.#atMs[line] = atMs
    this.#ordinals[line] = this.#count
  }

  of(line: number): { readonly atMs: number; readonly ordinal: number } | null {
    const ordinal = this.#ordinals[line] ?? 0
    return ordinal === 0 ? null : { atMs: this.#atMs[line] ?? 0, ordinal }
  }

  #grow(length: number): void {
    const [atMs, ordinals] = [this.#atMs, this.#ordinals]
    this.#atMs = new Float64Array(length)
    this.#ordinals = new Uint32Array(length)
    this.#atMs.set(atMs)
    this.#ordinals.set(ordinals)
  }
}
