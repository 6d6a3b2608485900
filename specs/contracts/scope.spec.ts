/** What a scope asks of testcontainers while it opens. */
import { getReaper } from 'testcontainers'
import { expect, test, vi } from 'vitest'

import { openScope } from '../../harness/stack/scope.ts'

vi.mock('testcontainers', async (original) => {
  const whole = await original<typeof import('testcontainers')>()
  return { ...whole, getReaper: vi.fn<typeof getReaper>(whole.getReaper) }
})

test('two scopes that open at the same time ask testcontainers once for its session', async () => {
  // Each question takes a lock file, and a second one that finds it taken waits at least 500 ms.
  vi.stubEnv('TESTCONTAINERS_RYUK_DISABLED', 'true')
  const [one, other] = await Promise.all([openScope('watcher'), openScope('watcher')])
  await Promise.all([one[Symbol.asyncDispose](), other[Symbol.asyncDispose]()])
  expect(vi.mocked(getReaper)).toHaveBeenCalledTimes(1)
})
