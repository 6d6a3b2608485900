/** Programs of the host's, with real ones: when they spoke, what they said, how they failed. */
import { writeFileSync } from 'node:fs'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { runProgram } from '../../../bench/program.ts'

const signal = new AbortController().signal

test('the time to the first word is not the time to the end', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'bench-program-'))
  const heard = join(folder.path, 'heard')
  let spoke = 0
  // Its second word comes after the first one was heard.
  const ended = await runProgram('sh', ['-c', `echo pass; until [ -e ${heard} ]; do sleep 0.05; done; echo done`], {
    signal,
    onSpoke: () => {
      spoke += 1
      writeFileSync(heard, '')
    },
  })
  expect(ended.output).toBe('pass\ndone\n')
  expect(ended.seconds).toBeGreaterThan(ended.spokeSeconds)
  expect(spoke).toBe(1)
})

test('what is said on standard error is not its word', async () => {
  const ended = await runProgram('sh', ['-c', 'echo topics: 3 ms >&2; echo pass'], { signal })
  expect(ended.output).toBe('pass\n')
})

test('its process id is told while it runs', async () => {
  let told = 0
  const { output } = await runProgram('sh', ['-c', 'echo $$'], {
    signal,
    onStart: (pid) => {
      told = pid
    },
  })
  expect(told).toBe(Number(output))
})

test('a failure is told with the last words and the way to see it again', async () => {
  const failure = runProgram('sh', ['-c', 'echo fail; echo no broker >&2; exit 3'], { signal })
  await expect(failure).rejects.toMatchObject({
    code: 'STACK_FAILED',
    message: 'sh ended with 3',
    details: ['fail', 'no broker'],
    remedy: expect.stringContaining('sh -c echo fail'),
  })
})

test('a program that does not exist is a failure too', async () => {
  await expect(runProgram('no-such-program-here', [], { signal })).rejects.toThrow('ENOENT')
})

test('an abort ends the program', async () => {
  const controller = new AbortController()
  const ended = runProgram('sleep', ['20'], { signal: controller.signal, onStart: () => controller.abort() })
  await expect(ended).rejects.toThrow('aborted')
})
