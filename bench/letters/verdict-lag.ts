/** g: of a job that keeps running, the time from the append of its last row to the verdict. */
import { run } from 'streamassay'

import { type KafkaSession, openKafkaSession } from '../../harness/kafka/session.ts'
import { openStack } from '../../harness/open-stack.ts'
import type { Stack } from '../../harness/stack/stack.ts'
import { endlessScenario, writeDays } from '../days.ts'
import { type Figure, figureOfMany } from '../figure.ts'
import { type Ground, type Letter, within } from '../ground.ts'
import { acceptRun } from '../ours/accept-run.ts'
import { appendTimes } from '../ours/append-times.ts'
import { percentile } from '../statistics.ts'

const rows = 1000
const timeoutMs = 60_000
/** For each measurement that other letters make. */
const runsEach = 4

export const measure: Letter = async (ground) => {
  await writeDays(rows)
  await using stack = await openStack({ signal: ground.signal })
  await using kafka = openKafkaSession(stack.brokers)
  const lagsMs: number[] = []
  const comparesMs: number[] = []
  ground.tell('warming the stack by a run')
  await runOnce(stack, kafka, ground)
  for (let at = 1; at <= ground.runs * runsEach; at += 1) {
    const { lagMs, compareMs } = await runOnce(stack, kafka, ground)
    lagsMs.push(lagMs)
    comparesMs.push(compareMs)
    ground.tell(`${at} of ${ground.runs * runsEach}: ${lagMs} ms, ${compareMs.toFixed(1)} ms of them comparing`)
  }
  return [
    figure('g', 'verdict after the last row was appended, p95', lagsMs, 0.95),
    figure('g-p50', 'the same, p50', lagsMs, 0.5),
    figure('g-comparison', 'comparing, as a part of it, p95', comparesMs, 0.95),
  ]
}

const figure = (id: string, what: string, values: readonly number[], share: number): Figure =>
  figureOfMany({ id, what, unit: 'ms' }, values.length, percentile(values, share))

async function runOnce(
  stack: Stack,
  kafka: KafkaSession,
  { signal }: Ground,
): Promise<{ readonly lagMs: number; readonly compareMs: number }> {
  const ended = await within('a run of a job that keeps running', timeoutMs, signal, (limit) =>
    run(endlessScenario(rows), {
      stack: () => Promise.resolve(stack),
      rerunCommand: 'npm run bench',
      signal: limit,
    }),
  )
  await acceptRun(ended)
  const { lastMs: appendedMs } = await appendTimes(kafka, ended.output.name, signal)
  const judgedMs = ended.judgedAt.getTime()
  // A run's output topic has the broker's time, by the clock of this host; one of the input's would lie before the run.
  if (appendedMs < ended.startedAt.getTime() || appendedMs > judgedMs) {
    throw new Error(`the last row of ${ended.output.name} was appended at ${appendedMs}, not within the run`)
  }
  return { lagMs: judgedMs - appendedMs, compareMs: ended.timingsMs.compare }
}
