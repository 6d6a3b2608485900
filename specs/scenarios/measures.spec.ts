/** What a run measures is what its own records say: both topics are read again, by a client of another make. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { defineScenario } from 'streamassay'
import { expect, test } from 'streamassay/vitest'

import type { JobSample } from '../../harness/run/job/job-samples.ts'
import rainyDays from '../../scenarios/rainy-days.ts'
import { consume } from '../contracts/plain-kafka.ts'

const rate = 400

/** The timestamp of each record of a topic, in milliseconds since 1970, by the day in it. */
async function timesMs(brokers: string, topic: string, rows: number): Promise<ReadonlyMap<string, number>> {
  const records = await consume(brokers, topic, rows)
  return new Map(
    records.map(({ value, timestamp }) => [(JSON.parse(value) as { date: string }).date, Number(timestamp)]),
  )
}

test('the latency of rows at a steady rate agrees with that of the records themselves', async ({ stack }) => {
  const flinkConfiguration = { 'execution.checkpointing.interval': '500ms' }
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
  expect(run).toSustain({ rowsPerSecond: 0.9 * rate })

  // It ran for more than three seconds, and its last checkpoint is that of its stop.
  expect(run.job.checkpoints?.completed).toBeGreaterThan(3)
  expect(run.report).toMatch(/^checkpoints +\d+ completed, p50 \d+ ms, max \d+ ms(, \d+ failed)?$/m)
  const lines = (await readFile(join(run.evidencePath, 'metrics.ndjson'), 'utf8')).trimEnd().split('\n')
  const samples = lines.map((line) => JSON.parse(line) as JobSample)
  expect(samples.length).toBeGreaterThanOrEqual(4)
  expect(samples.at(-1)).toMatchObject({ state: 'FINISHED', operators: [{ recordsIn: 1461, recordsOut: 506 }] })
  const read = samples.map(({ operators }) => operators[0]?.recordsIn ?? 0)
  expect(read).toEqual(read.toSorted((one, other) => one - other))
  expect(samples.some(({ operators }) => (operators[0]?.busy ?? 0) > 0)).toBe(true)
})
