/** Specs of reporting a step around the work that it names. */
import { expect, test } from 'vitest'

import { type ProgressEvent, reportStep } from '../../harness/progress.ts'

test('a step begins, tells what it does, ends with what came of it, and gives its value', async () => {
  const events: ProgressEvent[] = []
  const value = await reportStep(
    (event) => events.push(event),
    'replay',
    async (tell) => {
      tell('500 records')
      tell('1000 records')
      return [1461, 'all of them']
    },
  )
  expect(value).toBe(1461)
  const step = 'replay'
  expect(events).toEqual([
    { kind: 'started', step },
    { kind: 'progress', step, text: '500 records' },
    { kind: 'progress', step, text: '1000 records' },
    { kind: 'ended', step, found: 'all of them', durationMs: expect.toSatisfy(Number.isInteger) },
  ])
})

test('a step that fails has begun and not ended, and its error goes on', async () => {
  const kinds: string[] = []
  const failing = reportStep(
    (event) => kinds.push(event.kind),
    'replay',
    () => Promise.reject(new Error('no broker')),
  )
  await expect(failing).rejects.toThrow('no broker')
  expect(kinds).toEqual(['started'])
})
