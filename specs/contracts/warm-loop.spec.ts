/** The warm loop: vitest in watch mode on a kept stack runs again exactly the specs whose Python or CSV has changed. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { waitUntil } from '../../harness/wait-until.ts'
import { type Program, startNode } from '../unit/program.ts'
import { type StackInUse, useKeptStack } from './kept.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')

/** A project with two scenarios, each with a job and a fixture of its own, and a spec file for each. */
async function project(folder: string): Promise<void> {
  const specOf = (scenario: string): string => `
    import { defineScenario, csvFixture, pyflinkJob } from 'streamassay'
    import { expect, test } from 'streamassay/vitest'
    import scenario from '${root}scenarios/${scenario}.ts'

    test('${scenario}', async ({ stack }) => {
      const job = pyflinkJob({ ...scenario.job, root: 'jobs' })
      const input = csvFixture(scenario.input.path.replace(/.*fixtures/, 'fixtures'), scenario.input.columns)
      expect(await stack.run(defineScenario({ ...scenario, job, input }))).toMatchReference()
    })`
  const config = `
    import { rerunOnInputs } from '${root}harness/vitest/config.ts'
    import { defineConfig } from 'vitest/config'
    export default defineConfig({ test: { watchTriggerPatterns: rerunOnInputs } })`
  await cp(join(root, 'pyflink-jobs'), join(folder, 'jobs'), { recursive: true })
  await cp(join(root, 'fixtures'), join(folder, 'fixtures'), { recursive: true })
  await writeFile(join(folder, 'weather.spec.ts'), specOf('rainy-days'))
  await writeFile(join(folder, 'airports.spec.ts'), specOf('odd-airports'))
  await writeFile(join(folder, 'vitest.config.ts'), config)
}

let folder = ''
let stack: StackInUse

beforeAll(async () => {
  await mkdir(join(root, '.streamassay'), { recursive: true })
  // Inside the project, so that the specs find the packages that they import.
  folder = await mkdtemp(join(root, '.streamassay', 'warm-'))
  await project(folder)
  stack = await useKeptStack()
})

afterAll(async () => {
  await stack[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** What vitest says from now on, until it waits for the next change. */
async function nextRound(watching: Program, act: () => Promise<void> = async () => undefined): Promise<string> {
  const from = watching.said().length
  await act()
  return waitUntil(
    async () => {
      const said = stripVTControlCharacters(watching.said().slice(from))
      return /Waiting for file changes|Watching for file changes/.test(said) ? { found: said } : { seen: said }
    },
    { what: 'vitest to have run what it runs', timeoutMs: 90_000, remedy: 'See what it said.' },
  )
}

const editing = async (path: string, edit: (text: string) => string): Promise<void> =>
  writeFile(join(folder, path), edit(await readFile(join(folder, path), 'utf8')))

/** The outcome of each spec file of a round, as vitest's reporter words it, and on which stack. */
const roundOf = (said: string) => ({
  files: [...new Set(said.match(/(?:✓|❯|×) \S+\.spec\.ts/g))].toSorted(),
  onKept: said.match(/stack: using the kept stack/g)?.length ?? 0,
})

test('a change runs the specs again that it belongs to, with what has changed, and no other', async () => {
  await using watching = startNode([vitest, 'watch', '--no-color'], { cwd: folder })
  const first = await nextRound(watching)
  expect(roundOf(first)).toEqual({ files: ['✓ airports.spec.ts', '✓ weather.spec.ts'], onKept: 2 })

  const broken = await nextRound(watching, () =>
    editing('jobs/weather/logic.py', (text) => text.replace('+ 32.0', '+ 30.0')),
  )
  expect(roundOf(broken)).toEqual({ files: ['❯ weather.spec.ts'], onKept: 1 })
  expect(broken).toContain('506 differing (506 rows expected, 506 observed)')

  const mended = await nextRound(watching, () =>
    editing('jobs/weather/logic.py', (text) => text.replace('+ 30.0', '+ 32.0')),
  )
  expect(roundOf(mended)).toEqual({ files: ['✓ weather.spec.ts'], onKept: 1 })

  const row = '9ZZ,Nowhere,Nowhere,NA,NA,1.5,2.5\n'
  const changed = await nextRound(watching, async () => {
    // No input of a spec: were it one, the weather would run again as well.
    await mkdir(join(folder, 'jobs', 'weather', '__pycache__'), { recursive: true })
    await writeFile(join(folder, 'jobs', 'weather', '__pycache__', 'logic.cpython-311.pyc'), 'anything')
    await editing('fixtures/odd-airports.csv', (text) => `${text.trimEnd()}\n${row}`)
  })
  expect(roundOf(changed)).toEqual({ files: ['✓ airports.spec.ts'], onKept: 1 })
})
