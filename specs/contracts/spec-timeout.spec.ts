/** Specs that end by vitest's own time-out: it waits for nothing, and yet nothing of their stacks may be left. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { setUp } from '../../harness/setup/set-up.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import { startMarked } from '../endurance/marked-run.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
let folder = ''

beforeAll(async () => {
  await setUp()
  await mkdir(join(root, '.streamassay'), { recursive: true })
  // Inside the project, so that the specs find the packages that they import.
  folder = await mkdtemp(join(root, '.streamassay', 'timeout-'))
  await writeFile(join(folder, 'vitest.config.ts'), 'export default {}')
})

afterAll(() => rm(folder, { recursive: true }))

const imports = `
  import { expect, test } from 'streamassay/vitest'
  import scenario from '${root}scenarios/rainy-days.ts'
`
/** For a run, and half of what is too short for its stack as well. */
const tooShortMs = 1000

/** The text of a spec file, by when its time is over. */
const specs = {
  'while its stack is starting': `
    test('has too little time', { timeout: ${2 * tooShortMs} }, async ({ stack }) => void (await stack.run(scenario)))`,
  'in the middle of a run': `
    test('has the time that it needs', async ({ stack }) => expect(stack.id).not.toBe(''))
    test('has too little time', { timeout: ${tooShortMs} }, async ({ stack }) => void (await stack.run(scenario)))`,
}

test.each(Object.entries(specs))('a spec that times out %s leaves nothing', async (_, text) => {
  await writeFile(join(folder, 'late.spec.ts'), imports + text)
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const options = ['run', '--root', folder, '--no-color']
  using run = startMarked(['STREAMASSAY_OWN_STACK=1', process.execPath, vitest, ...options])
  const seen = new Set<string>()
  const isOver = async (): Promise<boolean> => {
    for (const name of await run.leftovers()) seen.add(name)
    return run.process.exitCode !== null
  }
  await waitUntil(async () => ((await isOver()) ? { found: true } : { seen: [...seen].join(', ') }), {
    what: 'vitest to end',
    timeoutMs: 60_000,
    remedy: 'See why it hangs.',
  })
  expect(await run.said).toMatch(/1 failed[^]*Test timed out in \d+ms/)
  expect(seen.size).toBeGreaterThan(0)
  await run.untilClean()
})
