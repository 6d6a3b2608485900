/** Every example of docs/scenarios.md on a real stack: each of them passes, and so does its spec. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

import { expect, test } from 'streamassay/vitest'
import { afterAll } from 'vitest'

import type { Scenario } from '../../harness/scenario/scenario.ts'
import { startNode } from '../unit/program.ts'
import { filesOf, pages, root, writePageFiles } from './pages.ts'

const page = 'docs/scenarios.md'
const files = filesOf(page, pages.get(page) ?? '')
const folder = await writePageFiles(files)
afterAll(() => folder[Symbol.asyncDispose]())

const examples = files.filter(({ text }) => text.includes('export default defineScenario('))

test.for(examples)('$place passes', async ({ path }, { stack }) => {
  const { default: scenario } = (await import(pathToFileURL(join(folder.path, path)).href)) as {
    default: Scenario<unknown, unknown>
  }
  expect(await stack.run(scenario)).toMatchReference()
})

test('the spec of the page passes, by the command that runs it', async () => {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  // The project's own configuration collects nothing below .streamassay/.
  await writeFile(join(folder.path, 'vitest.config.ts'), 'export default {}')
  // Fixtures are looked for in the working directory, which is the clone.
  await using program = startNode([vitest, 'run', '--root', folder.path], { cwd: root })
  expect(await program.ended(), program.said()).toBe(0)
  expect(stripVTControlCharacters(program.said())).toMatch(/Tests +3 passed \(3\)/)
})
