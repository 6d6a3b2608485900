/** The README's own scenario, word for word: what a new user types in works. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import type { Scenario } from 'streamassay'
import { expect, test } from 'streamassay/vitest'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The README's code blocks that name a file, by that name. */
function namedBlocks(readme: string): ReadonlyMap<string, string> {
  const blocks = readme.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)
  return new Map([...blocks].map(([, path = '', text = '']) => [path, text]))
}

test('the README scenario passes as it stands there', async ({ stack }) => {
  const blocks = namedBlocks(await readFile(join(root, 'README.md'), 'utf8'))
  expect([...blocks.keys()]).toEqual([
    'my-jobs/orders/job.py',
    'my-jobs/orders.csv',
    'my-jobs/large-orders.ts',
    'my-jobs/large-orders.spec.ts',
  ])
  // Inside the project, so that the scenario finds the packages that it imports.
  await mkdir(join(root, '.streamassay'), { recursive: true })
  const folder = await mkdtemp(join(root, '.streamassay', 'readme-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'my-jobs', 'orders'), { recursive: true })
  await writeFile(join(folder, 'my-jobs', 'orders', '__init__.py'), '')
  for (const [path, text] of blocks) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text.replaceAll("'my-jobs", `'${folder}/my-jobs`))
  }
  const scenario = (await import(pathToFileURL(join(folder, 'my-jobs/large-orders.ts')).href)) as {
    default: Scenario<unknown, unknown>
  }
  const run = await stack.run(scenario.default)
  expect(run).toMatchReference()
  expect(run.counts).toMatchObject({ sent: 3, expected: 2, matched: 2 })
})
