/** Specs of rows that wait until the job has its start offsets. */
import { expect, test } from 'vitest'

import { JobUnderway } from '../../../../harness/run/live/job-underway.ts'
import { onceReading } from '../../../../harness/run/live/once-reading.ts'
import type { StackPart } from '../../../../harness/stack/stack.ts'
import { neverMs } from '../../../patience.ts'
import { limitByHand } from '../../limit-by-hand.ts'

const split = (partition: number, start: number): string =>
  `[Partition: in-${partition}, StartingOffset: ${start}, StoppingOffset: -9223372036854775808]\n`
const reset = 'Resetting offset for partition in-1 to position FetchPosition{offset=0, offsetEpoch=Optional.empty}\n'

async function* pieces() {
  yield 1
  yield 2
}

/** Logs by each look at them; the last one stays. */
function waiting(job: JobUnderway, logs: Partial<Record<StackPart, readonly string[]>>, timeoutMs = neverMs) {
  const end = new AbortController()
  const looks = { kafka: 0, jobmanager: 0, taskmanager: 0 }
  const readLog = async (part: StackPart): Promise<string> => {
    const all = logs[part] ?? ['']
    looks[part] += 1
    return all[Math.min(looks[part], all.length) - 1] ?? ''
  }
  const rows = onceReading(pieces(), { job, topic: 'in', partitions: 2, readLog, timeoutMs, signal: end.signal })
  return { end, looks, all: Array.fromAsync(rows) }
}

function running(): JobUnderway {
  const job = new JobUnderway()
  job.noteRunning({ flinkUrl: 'http://127.0.0.1:1', jobId: 'a1' })
  return job
}

test('they are sent when each partition has its start, whoever decides it', async () => {
  const both = split(0, 0) + split(1, -2)
  const first = waiting(running(), { jobmanager: ['', split(0, 0), both] })
  expect(await first.all).toEqual([1, 2])
  expect(first.looks).toEqual({ kafka: 0, jobmanager: 3, taskmanager: 0 })

  const second = waiting(running(), { jobmanager: [split(0, 0) + split(1, -3)], taskmanager: ['', reset] })
  expect(await second.all).toEqual([1, 2])
  expect(second.looks.taskmanager).toBe(2)
})

test('a job that is over is not waited for', async () => {
  const job = running()
  const { all } = waiting(job, {})
  job.noteOver()
  expect(await all).toEqual([1, 2])
})

test('where it cannot be told, the error says how far it is known, and what helps', async () => {
  const limit = limitByHand()
  const none = waiting(running(), {}, limit.timeoutMs)
  const half = waiting(running(), { jobmanager: [split(0, 0)] }, limit.timeoutMs)
  await limit.pass(() => [none, half].every(({ looks }) => looks.jobmanager > 1))
  await Promise.all([
    expect(none.all).rejects.toMatchObject({
      code: 'WAIT_TIMED_OUT',
      message: expect.stringContaining('start offsets in in; last seen: no source that reads it'),
      remedy: expect.stringContaining('`rowsPerSecond`'),
    }),
    expect(half.all).rejects.toThrow('last seen: start offsets of 1 of 2 partitions'),
  ])
})

test('a run that is interrupted waits no more', async () => {
  const { end, all } = waiting(new JobUnderway(), {})
  end.abort(new Error('interrupted'))
  await expect(all).rejects.toThrow('interrupted')
})
