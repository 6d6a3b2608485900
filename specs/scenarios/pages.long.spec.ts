/** Every example of docs/scenarios.md on a real stack: each of them passes. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import { expect, test } from 'streamassay/vitest'
import { afterAll } from 'vitest'

import type { Scenario } from '../../harness/scenario/scenario.ts'
import { filesOf, pages, writePageFiles } from './pages.ts'

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
