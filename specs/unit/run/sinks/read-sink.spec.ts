/** Reading the sinks that are read when the job has ended: all of it, or an error that says why not. */
import { expect, test } from 'vitest'

import { openKafkaSession } from '../../../../harness/kafka/session.ts'
import { readSink } from '../../../../harness/run/sinks/read-sink.ts'
import type { Sink } from '../../../../harness/scenario/sink.ts'
import type { TaskManagerOutput } from '../../../../harness/stack/taskmanager-output.ts'
import type { ObservedRow } from '../../../../harness/verdict/comparison.ts'
import { neverMs, patience } from '../../../patience.ts'

/** A TaskManager whose standard output is that array, with what others have written there. */
const taskManager = (lines: string[], changes: Partial<TaskManagerOutput> = {}): TaskManagerOutput => ({
  files: () => Promise.resolve([]),
  removeFolder: () => Promise.resolve(),
  say: async (line) => void lines.push(line),
  said: async () => Buffer.from(lines.map((line) => `${line}\n`).join('')),
  ...changes,
})

function reading(
  sink: Sink,
  output: TaskManagerOutput | TaskManagerOutput[],
  take: (row: ObservedRow) => void = () => undefined,
) {
  const outputs = [output].flat()
  return readSink({
    place: { sink, name: 'run-1-out' },
    kafka: openKafkaSession('127.0.0.1:1'),
    stack: Promise.resolve({ taskManagers: outputs }),
    decode: (value) => ({ decoded: Buffer.from(value ?? []).toString() }),
    take: (rows) => rows.forEach(take),
    signal: new AbortController().signal,
  })
}

const limits = { timeoutMs: neverMs }

test('what a job has printed is read up to a line that is said behind it', async () => {
  const lines: string[] = ['run-1-out> of another time']
  const taken: unknown[] = []
  await using rows = reading('console', taskManager(lines), ({ value }) => taken.push(value))
  // The run's own line comes first.
  await expect.poll(() => lines.length, patience).toBe(2)
  lines.push('run-1-out:2> {"a":1}', 'INFO nothing', 'run-1-out:2> {"a":2}')
  expect(await rows.toEnd(limits)).toEqual([1n, 2n])
  expect(taken).toEqual([{ decoded: 'of another time' }, { decoded: '{"a":1}' }, { decoded: '{"a":2}' }])
  expect(lines.at(-1)).toBe('run-1-out: the run ends')
})

test('it can be read once more, from where the run began, however long ago that is', async () => {
  const lines: string[] = []
  const asked: Date[] = []
  const output = taskManager(lines, {
    said: async (since) => {
      asked.push(since)
      return Buffer.from(lines.map((line) => `${line}\n`).join(''))
    },
  })
  await using rows = reading('console', output)
  await expect.poll(() => lines.length, patience).toBe(1)
  lines.push('run-1-out> {"a":1}')
  await rows.toEnd(limits)
  const again: unknown[] = []
  expect(await rows.again?.((some) => void again.push(...some.map(({ value }) => value)), limits)).toEqual([1n])
  expect(again).toEqual([{ decoded: '{"a":1}' }])
  expect(lines.filter((line) => line.endsWith('the run begins'))).toHaveLength(1)
  expect(new Set(asked.map((since) => since.getTime())).size).toBe(1)
})

test('several TaskManagers have each a part of it', async () => {
  const both: string[][] = [[], []]
  const taken: unknown[] = []
  const outputs = both.map((lines) => taskManager(lines))
  await using rows = reading('console', outputs, ({ partition, value }) => taken.push([partition, value]))
  await expect.poll(() => both.map(({ length }) => length), patience).toEqual([1, 1])
  both[0]?.push('run-1-out:2> b')
  both[1]?.push('run-1-out:1> a', 'run-1-out:1> c')
  expect(await rows.toEnd(limits)).toEqual([2n, 1n])
  expect(taken).toEqual([
    [1, { decoded: 'b' }],
    [0, { decoded: 'a' }],
    [0, { decoded: 'c' }],
  ])
})

test('a log that does not hold the beginning of the run any more is no proof of anything', async () => {
  const lines: string[] = []
  await using rows = reading('console', taskManager(lines))
  await expect.poll(() => lines.length, patience).toBe(1)
  lines.splice(0)
  await expect(rows.toEnd(limits)).rejects.toMatchObject({
    code: 'SINK_READ_FAILED',
    message: expect.stringContaining('does not go back to the beginning of the run'),
    remedy: expect.stringContaining('max-size'),
  })
})

test('the end is waited for, as a log comes later than what is written', async () => {
  const lines: string[] = []
  let looks = 0
  const late = taskManager(lines, {
    said: async () => {
      looks += 1
      return Buffer.from(lines.slice(0, looks < 3 ? 1 : undefined).join('\n'))
    },
  })
  await using rows = reading('console', late)
  expect(await rows.toEnd(limits)).toEqual([])
  expect(looks).toBe(3)
})

test('an engine that refuses is told, in its words', async () => {
  const output = taskManager([], { say: () => Promise.reject(new Error('no such container')) })
  await using rows = reading('console', output)
  await expect(rows.toEnd(limits)).rejects.toMatchObject({
    code: 'SINK_READ_FAILED',
    message: 'the output of the job cannot be read: no such container',
  })
})

test('files are read once the job has ended, and their folder is removed afterwards', async () => {
  const done: string[] = []
  const output = taskManager([], {
    files: async (folder) => {
      done.push(`read ${folder}`)
      return [{ path: 'part-1-0-0', content: Buffer.from('{"a":1}\n{"a":2}\n') }]
    },
    removeFolder: async (folder) => void done.push(`remove ${folder}`),
  })
  {
    await using rows = reading('file', output, ({ offset }) => done.push(`row ${offset}`))
    expect(rows.failed.aborted).toBe(false)
    expect(done).toEqual([])
    expect(await rows.toEnd(limits)).toEqual([2n])
  }
  expect(done).toEqual(['read run-1-out', 'row 0', 'row 1', 'remove run-1-out'])
})

test('that a folder cannot be removed costs no verdict', async () => {
  const output = taskManager([], { removeFolder: () => Promise.reject(new Error('gone')) })
  const rows = reading('file', output)
  expect(await rows.toEnd(limits)).toEqual([])
  await expect(rows[Symbol.asyncDispose]()).resolves.toBeUndefined()
})

test('files that are gone when they are read once more are a failure of the sink', async () => {
  const answers = [[{ path: 'part-0-0', content: Buffer.from('a\nb\n') }], []]
  const output = taskManager([], { files: async () => answers.shift() ?? [] })
  await using rows = reading('file', output)
  expect(await rows.toEnd(limits)).toEqual([2n])
  await expect(rows.again?.(() => undefined, limits)).rejects.toMatchObject({
    code: 'SINK_READ_FAILED',
    message: expect.stringContaining('it held 2 rows at first, and then 0'),
  })
})
