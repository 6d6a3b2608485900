/** Specs of the watcher as a process: it comes up, outlives what ends its parent, and goes when it is told to. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { dismissal, startWatcher } from '../../../../harness/stack/cleanup/watcher.ts'

const program = fileURLToPath(new URL('../../../../harness/stack/cleanup/watcher-main.ts', import.meta.url))

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a watcher runs until it is dismissed', async () => {
  const watcher = await startWatcher('spec-that-has-nothing')
  expect(isAlive(watcher.pid)).toBe(true)
  await watcher.dismiss()
  expect(isAlive(watcher.pid)).toBe(false)
})

test('a watcher stands in a process group of its own, so that Ctrl-C in the terminal does not reach it', async () => {
  const watcher = await startWatcher('spec-that-has-nothing')
  // Refused with ESRCH where there is no group of that name.
  expect(process.kill(-watcher.pid, 0)).toBe(true)
  await watcher.dismiss()
})

test('every signal that a terminal or a shell sends is survived', async () => {
  const child = spawn(process.execPath, [program, 'spec-that-has-nothing'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) child.kill(signal)
  child.stdin.end(dismissal)
  expect(await ended).toEqual([0, null])
})

test('a watcher whose reader is gone goes on watching', async () => {
  const child = spawn(process.execPath, [program, 'spec-that-has-nothing'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  child.stdout.destroy()
  child.stdin.end(dismissal)
  expect(await ended).toEqual([0, null])
})

test('a watcher that does not come up is told before anything is started', async () => {
  await expect(startWatcher('')).rejects.toMatchObject({
    code: 'STACK_FAILED',
    message: 'the watcher that cleans up after a kill did not start: it ended immediately',
  })
})
