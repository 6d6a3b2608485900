/** The limits on the real engine: what a container does without end stops in that container, and is named there. */
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { chooseReaper } from '../../harness/open-stack.ts'
import { stackImages } from '../../harness/setup/image/image-recipe.ts'
import { setUp } from '../../harness/setup/set-up.ts'
import { startWorkbench, type Workbench } from '../../harness/stack/workbench.ts'
import { attempts, rights } from './container-limits.ts'

// Any container of ours would do: all of them are started in one place.
let workbench: Workbench
beforeAll(async () => {
  await setUp()
  const folder = fileURLToPath(new URL('flink-jobs', import.meta.url))
  workbench = await startWorkbench((await stackImages()).pyflink, folder, await chooseReaper())
}, 60_000)
afterAll(() => workbench[Symbol.asyncDispose]())

/** What a Python program printed in the container. */
const printed = async (program: string): Promise<string> =>
  (await workbench.run(['python3', '-c', program])).output.trim()

test('processes without end are refused at a thousand', async () => {
  expect(await printed(attempts.processes)).toMatch(/^Resource temporarily unavailable: (9\d\d|10[0-2]\d) processes$/)
})

test.each([
  ['files in /tmp', 1024],
  ['files in /var/tmp', 64],
] as const)('%s without end are refused at %d MiB', async (what, mebibytes) => {
  expect(await printed(attempts[what])).toBe(`No space left on device: ${mebibytes} MiB`)
})

test('a process has no capability, and can gain none', async () => {
  expect((await workbench.run(rights)).output).toBe('CapBnd:\t0000000000000000\nNoNewPrivs:\t1\n')
})
