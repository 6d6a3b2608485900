/** Files of finished jobs: a TaskManager that lives on drops them, as its /tmp is memory. It takes 10 to 20 s, too long for the gate. */
import { getContainerRuntimeClient } from 'testcontainers'
import { vi } from 'vitest'
import { expect, test } from 'streamassay/vitest'

import { waitUntil } from '../../harness/wait-until.ts'
import rainyDays from '../../scenarios/rainy-days.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

test('the files of a finished job are gone from the TaskManager within a minute', async ({ stack }) => {
  const { container } = await getContainerRuntimeClient()
  const taskManager = container.getById(`streamassay-${stack.id}-taskmanager`)
  const find = ['find', '/tmp', '-name', 'blob_*', '-type', 'f']
  const blobs = async (): Promise<string[]> =>
    (await container.exec(taskManager, find)).output.split('\n').filter((line) => line.includes('/blob_'))
  expect(await stack.run(rainyDays)).toMatchReference()
  expect(await blobs()).not.toEqual([])
  await waitUntil(
    async () => {
      const left = await blobs()
      return left.length === 0 ? { found: left } : { seen: left.join(', ') }
    },
    {
      what: 'the files of the job to be gone',
      timeoutMs: 60_000,
      intervalMs: 1_000,
      remedy: 'See blob in images/pyflink/config.yaml.',
    },
  )
})
