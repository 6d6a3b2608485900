/** What a run measures is what its own records say: both topics are read again, by a client of another make. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { defineScenario, type Run } from 'streamassay'
import { expect, test } from 'streamassay/vitest'
import { vi } from 'vitest'

import type { LoadSample } from '../../harness/verdict/job-load.ts'
import rainyDays from '../../scenarios/rainy-days.ts'
import { consume } from '../contracts/plain-kafka.ts'

// A kept stack would be rid of the topics before they are read again.
vi.stubEnv('STREAMASSAY_KEEP_TOPICS', '1')

const rate = 400

/** The timestamp of each record of a topic, in milliseconds since 1970, by the day in it. */
async function timesMs(brokers: string, topic: string, rows: number): Promise<ReadonlyMap<string, number>> {
  const records = await consume(brokers, topic, rows)
  return new Map(
    records.map(({ value, timestamp }) => [(JSON.parse(value) as { date: string }).date, Number(timestamp)]),
  )
}

test('the latency of rows at a steady rate agrees with that of the records themselves', async ({ stack }) => {
  const flinkConfiguration = { 'execution.checkpointing.interval': '500 ms' }
  const scenario = defineScenario({ ...rainyDays, ends: 'when-stopped', rowsPerSecond: rate, flinkConfiguration })
  const run = await stack.run(scenario)
  expect(run).toMatchReference()
  const { latencyMs: told, throughput } = run.measures ?? {}
  if (!told || !throughput) throw new Error('nothing was measured')

  const sent = await timesMs(stack.brokers, run.output.name.replace(/out$/, 'in'), 1461)
  const appended = await timesMs(stack.brokers, run.output.name, 506)
  const firstMs = Math.min(...appended.values())
  const sorted = [...appended]
    .map(([date, atMs]) => ({ sentMs: sent.get(date) ?? NaN, atMs }))
    .filter(({ sentMs }) => sentMs >= firstMs)
    .map(({ sentMs, atMs }) => atMs - sentMs)
    .toSorted((one, other) => one - other)
  // The nearest rank, as HdrHistogram has it.
  const direct = (percent: number): number =>
    sorted[Math.max(1, Math.round((percent / 100) * sorted.length)) - 1] ?? NaN

  expect(told.rows).toBe(sorted.length)
  for (const [toldMs, percent] of [
    [told.p50, 50],
    [told.p95, 95],
    [told.p99, 99],
    [told.max, 100],
  ] as const) {
    expect(Math.abs(toldMs - direct(percent))).toBeLessThanOrEqual(0.05 * direct(percent))
  }
  // The days were sent in their order.
  const ordinals = new Map([...sent.keys()].map((date, at) => [date, at]))
  const [[firstOut = ''] = [], [lastOut = ''] = []] = [[...appended][0], [...appended].at(-1)]
  const rows = (ordinals.get(lastOut) ?? NaN) - (ordinals.get(firstOut) ?? NaN)
  const seconds = ((appended.get(lastOut) ?? NaN) - (appended.get(firstOut) ?? NaN)) / 1000
  expect(throughput).toMatchObject({ rows, seconds, rowsPerSecond: rows / seconds })
  // A busy machine sends more slowly than it should.
  expect(run).toSustain({ rowsPerSecond: 0.9 * throughput.rowsPerSecond })
  // The figure itself: what was sent has come out, and not at a crawl.
  expect(run).toSustain({ rowsPerSecond: rate / 10 })
  expect(run).not.toSustain({ rowsPerSecond: 1.1 * throughput.rowsPerSecond })

  await agreesWithFlink(run, throughput.rowsPerSecond)
  await stack.kafka.deleteTopics(run.runId, { timeoutMs: 10_000 })
})

/** What Flink told of the same run while it went on. */
async function agreesWithFlink({ job, evidencePath }: Run, rowsPerSecond: number): Promise<void> {
  const { checkpoints, load } = job
  if (!checkpoints || !load) throw new Error('Flink told of no checkpoints, or of no load')
  // It took one every half second for three and a half seconds, and the savepoint that stopped it.
  expect(checkpoints).toMatchObject({ hasSavepoint: true, restored: 0 })
  expect(checkpoints.completed).toBeGreaterThan(3)
  expect(checkpoints.durationMs?.max).toBeGreaterThanOrEqual(checkpoints.durationMs?.p50 ?? NaN)
  expect(checkpoints.sizeBytes?.max).toBeGreaterThan(0)

  const lines = (await readFile(join(evidencePath, 'metrics.ndjson'), 'utf8')).trimEnd().split('\n')
  const samples = lines.map((line) => JSON.parse(line) as LoadSample)
  expect(samples).toHaveLength(load.samples)
  expect(samples.at(-1)).toMatchObject({ state: 'FINISHED' })
  const source = load.operators[0]
  expect(samples.at(-1)?.operators[0]?.recordsIn).toBe(1461)
  expect(source?.recordsInPerSecond?.peak).toBeGreaterThan(0.7 * rowsPerSecond)
  expect(source?.recordsInPerSecond?.peak).toBeGreaterThanOrEqual(source?.recordsInPerSecond?.mean ?? NaN)
  for (const { busy, idle, backPressured } of samples.flatMap(({ operators }) => operators)) {
    if (busy !== null) expect(busy + (idle ?? 0) + (backPressured ?? 0)).toBeCloseTo(1, 1)
  }
}
