/** Specs of starting the stacks of the workers when one of them cannot be started. */
import { expect, test, vi } from 'vitest'
import type { TestProject } from 'vitest/node'

import { environment } from '../../../harness/environment.ts'
import { orderStack } from '../../../harness/open-stack.ts'
import type { connectApi } from '../../../harness/stack/engine/engine-api.ts'
import { startStack } from '../../../harness/stack/start-stack.ts'
import { patience } from '../../patience.ts'
import startWorkerStacks from '../../worker-stacks/start.ts'

vi.mock('../../../harness/open-stack.ts', () => ({ orderStack: vi.fn<typeof orderStack>() }))
vi.mock('../../../harness/stack/engine/engine-api.ts', () => ({ connectApi: vi.fn<typeof connectApi>() }))
vi.mock('../../../harness/stack/start-stack.ts', () => ({ startStack: vi.fn<typeof startStack>() }))

test('a stack that comes after another one has failed is released before the failure is told', async () => {
  vi.spyOn(environment, 'wantsOwnStack').mockReturnValue(false)
  const release = vi.fn<() => Promise<void>>(async () => undefined)
  const late = Promise.withResolvers<object>()
  vi.mocked(startStack)
    .mockReturnValueOnce({ stack: Promise.reject(new Error('no memory')) } as unknown as ReturnType<typeof startStack>)
    .mockReturnValueOnce({ stack: late.promise } as unknown as ReturnType<typeof startStack>)
  const paths = ['a', 'b', 'c', 'd']
  const project = {
    config: { maxWorkers: 2 },
    globTestFiles: async () => ({ testFiles: paths }),
    vitest: { state: { getPaths: () => paths } },
  } as unknown as TestProject

  let isTold = false
  const started = startWorkerStacks(project).finally(() => {
    isTold = true
  })
  const failure = started.catch((error: unknown) => error)
  await vi.waitFor(() => expect(startStack).toHaveBeenCalledTimes(2), patience)
  await new Promise((resolve) => setImmediate(resolve))
  expect(isTold).toBe(false)
  late.resolve({ [Symbol.asyncDispose]: release })
  expect(await failure).toEqual(new Error('no memory'))
  expect(release).toHaveBeenCalledOnce()
})
