/** The README's own scenario, word for word: what a new user types in works. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify, stripVTControlCharacters } from 'node:util'

import { expect, onTestFinished, test } from 'vitest'

import type { RunJson } from '../../harness/evidence/run-json.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The README's code blocks that name a file, by that name. */
function namedBlocks(readme: string): ReadonlyMap<string, string> {
  const blocks = readme.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)
  return new Map([...blocks].map(([, path = '', text = '']) => [path, text]))
}

test('the README scenario passes as it stands there, by its own spec', async () => {
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
  // The same command as the README's, in a process of its own, on a stack of its own.
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const { stdout } = await promisify(execFile)(process.execPath, [vitest, 'run', '--reporter=verbose', folder], {
    cwd: root,
  })
  const said = stripVTControlCharacters(stdout)
  expect(said).toContain('large orders come out with their totals')
  expect(said).toMatch(/Tests +1 passed \(1\)/)
  const { counts, verdict } = await latestRun('large-orders')
  expect({ counts, verdict }).toMatchObject({ counts: { sent: 3, expected: 2, matched: 2 }, verdict: 'pass' })
}, 120_000)

/** What the newest run of a scenario has left. */
async function latestRun(scenario: string): Promise<RunJson> {
  const runs = (await readdir(join(root, '.streamassay', 'runs'))).filter((name) => name.includes(`-${scenario}-`))
  const newest = runs.toSorted().at(-1) ?? ''
  return JSON.parse(await readFile(join(root, '.streamassay', 'runs', newest, 'run.json'), 'utf8')) as RunJson
}
