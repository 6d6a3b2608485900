/** What is measured of a run, against values worked out by hand and against a plain sort. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Meter } from '../../../../harness/run/live/meter.ts'
import { RowsOverTime } from '../../../../harness/run/live/rows-over-time.ts'
import { outgoing } from '../../kafka/replay/records.ts'

const record = (line: number | null) => outgoing('{}', { line })
const startMs = Date.UTC(2026, 10, 26)
const sum = (steps: readonly number[] = []): number => steps.reduce((total, rows) => total + rows, 0)

/** A meter to which something has come out at the start, before the rows that count. */
function warm(): Meter {
  const meter = new Meter()
  meter.noteSent([record(1)], startMs - 3000)
  meter.noteOut(startMs)
  meter.noteMatched(1, startMs)
  return meter
}

/** Each row is sent on its own, and comes out that much later. */
function passed(meter: Meter, sentMs: number, latenciesMs: readonly number[]): void {
  for (const [at, latencyMs] of latenciesMs.entries()) {
    meter.noteSent([record(at + 2)], sentMs)
    meter.noteOut(sentMs + latencyMs)
    meter.noteMatched(at + 2, sentMs + latencyMs)
  }
}

test.each([-300_000, 300_000])(
  'by a broker whose clock is %i ms ahead, throughput is measured and latency is not',
  (aheadMs) => {
    const meter = new Meter()
    for (const [at, line] of [1, 2, 3].entries()) {
      meter.noteSent([record(line)], startMs + 1000 * at)
      meter.noteOut(startMs + 1000 * at + 20 + aheadMs)
      meter.noteMatched(line, startMs + 1000 * at + 20 + aheadMs)
    }
    const { latencyMs, throughput } = meter.measures(aheadMs)
    expect(latencyMs).toBeNull()
    expect(throughput).toMatchObject({ rows: 2, seconds: 2, stepSeconds: 1, in: [1, 1, 1], out: [1, 1, 1] })
  },
)

describe('latency', () => {
  test('is that of the rows that were sent when something had come out', () => {
    const meter = warm()
    passed(meter, startMs + 10, [5, 7, 90])
    expect(meter.measures().latencyMs).toEqual({ rows: 3, p50: 7, p95: 90, p99: 90, max: 90 })
  })

  test('of a row that comes out within its millisecond is 0', () => {
    const meter = warm()
    passed(meter, startMs, [0, 0])
    expect(meter.measures().latencyMs).toEqual({ rows: 2, p50: 0, p95: 0, p99: 0, max: 0 })
  })

  test('agrees with a plain sort within three figures', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 3000 }), (latenciesMs) => {
        const meter = warm()
        passed(meter, startMs, latenciesMs)
        const sorted = latenciesMs.toSorted((one, other) => one - other)
        const told = meter.measures().latencyMs
        for (const [percent, name] of [
          [50, 'p50'],
          [95, 'p95'],
          [99, 'p99'],
          [100, 'max'],
        ] as const) {
          // The nearest rank, as HdrHistogram has it.
          const exactMs = sorted[Math.max(1, Math.round((percent / 100) * sorted.length)) - 1] ?? 0
          expect(Math.abs((told?.[name] ?? NaN) - exactMs)).toBeLessThanOrEqual(1 + exactMs / 500)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('is not told where all was sent before anything came out', () => {
    const meter = new Meter()
    meter.noteSent([record(2), record(3)], startMs)
    for (const line of [2, 3]) {
      meter.noteOut(startMs + 3000)
      meter.noteMatched(line, startMs + 3000)
    }
    expect(meter.measures().latencyMs).toBeNull()
  })

  test('is not told by clocks that go apart', () => {
    const meter = warm()
    passed(meter, startMs, [5, -1])
    expect(meter.measures().latencyMs).toBeNull()
  })

  test('is not that of rows that were never sent, nor of the sentinel', () => {
    const meter = warm()
    meter.noteSent([record(null)], startMs)
    meter.noteMatched(5000, startMs + 9)
    expect(meter.measures()).toEqual({ latencyMs: null, throughput: null })
  })

  test('is kept for files of any length', () => {
    const meter = warm()
    meter.noteSent([record(3_000_000)], startMs + 1)
    meter.noteMatched(3_000_000, startMs + 43)
    expect(meter.measures().latencyMs).toMatchObject({ rows: 1, max: 42 })
  })
})

describe('throughput', () => {
  test('counts all rows that have gone through between the first and the last that came out', () => {
    const meter = new Meter()
    meter.noteSent(
      Array.from({ length: 100 }, (_, at) => record(at + 2)),
      startMs,
    )
    for (const [line, atMs] of [
      [11, 2000],
      [31, 4000],
      [91, 6000],
    ] as const) {
      meter.noteOut(startMs + atMs)
      meter.noteMatched(line, startMs + atMs)
    }
    expect(meter.measures().throughput).toEqual({
      rows: 80,
      seconds: 4,
      rowsPerSecond: 20,
      peakOutPerSecond: 1,
      stepSeconds: 1,
      in: [100, 0, 0, 0, 0, 0, 0],
      out: [0, 0, 1, 0, 1, 0, 1],
    })
  })

  test('of one row is none', () => {
    expect(warm().measures().throughput).toBeNull()
  })

  test('over hours is told in longer steps, and no row is left out', () => {
    const meter = new Meter()
    for (let at = 0; at < 1000; at += 1) {
      const sentMs = startMs + at * 7000
      meter.noteSent([record(at + 2)], sentMs)
      meter.noteOut(sentMs + 10)
      meter.noteMatched(at + 2, sentMs + 10)
    }
    const throughput = meter.measures().throughput
    expect(throughput).toMatchObject({ rows: 999, stepSeconds: 59 })
    expect([sum(throughput?.in), sum(throughput?.out)]).toEqual([1000, 1000])
    expect(throughput?.in.length).toBeLessThanOrEqual(120)
  })
})

test('rows from before the span are in its first step', () => {
  const rows = new RowsOverTime()
  rows.add(startMs - 5000, 2)
  rows.add(startMs + 3500, 1)
  expect(rows.steps({ fromMs: startMs, toMs: startMs + 4000 }, 2)).toEqual([2, 1, 0])
})

test('the throughput of rows that come out in another order is that of all of them', () => {
  const meter = new Meter()
  const lines = Array.from({ length: 1000 }, (_, at) => at + 2)
  for (const line of lines) meter.noteSent([record(line)], startMs)
  // A hundred a second; the first to be sent comes out last.
  for (const [at, line] of [...lines.slice(1), 2].entries()) meter.noteMatched(line, startMs + 10 * at)
  expect(meter.measures().throughput).toMatchObject({ rows: 999, seconds: 9.99, rowsPerSecond: 100 })
})
