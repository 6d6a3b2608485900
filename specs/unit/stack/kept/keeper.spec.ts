/** Specs of starting a keeper, as a process, where no engine answers. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { startKeeper } from '../../../../harness/stack/kept/keeper.ts'

const order = {
  stack: {
    images: { kafka: 'kafka:1', pyflink: 'pyflink:1' },
    versions: { kafka: null, flink: '2.2.1', connector: '5.0.0-2.2', python: '3.11' },
    reaper: 'ryuk' as const,
  },
  name: 'spec',
  lifetimeMs: 60_000,
}

beforeEach(() => void vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1'))
afterEach(() => vi.unstubAllEnvs())

test('why no stack could be started is told as the keeper tells it', async () => {
  await expect(startKeeper(order, new AbortController().signal)).rejects.toMatchObject({
    code: 'STACK_FAILED',
    message: expect.stringContaining('container runtime'),
    remedy: expect.stringContaining('doctor'),
  })
})

test('whoever does not want the stack any more is told so, once the keeper has ended', async () => {
  const interrupted = new Error('interrupted')
  await expect(startKeeper(order, AbortSignal.abort(interrupted))).rejects.toBe(interrupted)
})
