/** The output of Kafka 4.2's performance tools, word for word, and the rates in it. */
import { expect, test } from 'vitest'

import { consumedRate, steadyRate } from '../../../../bench/baselines/kafka-perf-output.ts'

const produced = `Warmup first 2000 records. Steady state results will print after the complete test summary.
4000 records sent, 2822.865208 records/sec (0.30 MB/sec), 322.22 ms avg latency, 1072.00 ms max latency, 333 ms 50th, 422 ms 95th, 423 ms 99th, 423 ms 99.9th.
2000 steady state records sent, 4474.272931 records/sec (0.47 MB/sec), 373.90 ms avg latency, 423.00 ms max latency, 381 ms 50th, 423 ms 95th, 423 ms 99th, 423 ms 99.9th.
`
const consumed = `start.time, end.time, data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec, rebalance.time.ms, fetch.time.ms, fetch.MB.sec, fetch.nMsg.sec
2026-11-24 03:45:47:084, 2026-11-24 03:45:48:969, 0.4234, 0.2246, 4000, 2122.0159, 1580, 305, 1.3883, 13114.7541
`

test('of the producer it is the rate after the warm-up', () => {
  expect(steadyRate(produced)).toBe(4474.272931)
})

test('of the consumer it is the rate of the whole, not of the fetching alone', () => {
  expect(consumedRate(consumed)).toBe(2122.0159)
})

test('other words are refused, and shown', () => {
  expect(() => steadyRate('4000 records sent, 2822.9 records/sec')).toThrow('2822.9 records/sec')
  expect(() => consumedRate('no such topic')).toThrow('no such topic')
})
