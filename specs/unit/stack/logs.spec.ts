/** Specs of reading a container's log. */
import { expect, test } from 'vitest'

import { containerLog, lastLines } from '../../../harness/stack/logs.ts'
import { fakeContainer, frame } from './fake-container.ts'

const since = new Date('2026-11-23T04:15:00.900Z')
const ended = { ExitCode: 0, OOMKilled: false }
const log = Buffer.concat([frame(1, 'one\n'), frame(2, 'zwölf\n'), frame(1, '\nthree\n')])

test('the log is both streams in the order in which they were written, without their frames', async () => {
  const { container, read } = fakeContainer(ended, log)
  expect(await containerLog(container, since)).toBe('one\nzwölf\n\nthree\n')
  expect(read).toEqual([
    { stdout: true, stderr: true, follow: false, tail: 10_000, since: since.getTime() / 1000 - 10.9 },
  ])
})

test('a log may be long: that of a stack that has run many jobs', async () => {
  const line = frame(1, 'x\n')
  const { container, read } = fakeContainer(ended, Buffer.concat(Array.from({ length: 50_000 }, () => line)))
  expect(await containerLog(container, since)).toBe('x\n'.repeat(50_000))
  expect(read).toMatchObject([{ tail: 10_000 }, { tail: 100_000 }])
})

test('a container that wrote nothing has an empty log', async () => {
  expect(await containerLog(fakeContainer(ended).container, since)).toBe('')
})

test('the last lines are so many as were asked for, empty ones left out', async () => {
  const { container, read } = fakeContainer(ended, log)
  expect(await lastLines(container, 7)).toEqual(['one', 'zwölf', 'three'])
  expect(read).toEqual([expect.objectContaining({ tail: 7, since: 0 })])
})

test('a log that cannot be read is an error for the whole, and no line for the last lines', async () => {
  const { container } = fakeContainer(ended, null)
  await expect(containerLog(container, since)).rejects.toThrow('404')
  expect(await lastLines(container, 7)).toEqual([])
})
