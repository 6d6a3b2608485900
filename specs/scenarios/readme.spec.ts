/** What a user writes by our pages, word for word: the README's scenario with its report, and the spec of docs/scenarios.md. */
import { readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

import { afterAll, expect, test } from 'vitest'

import { startNode } from '../unit/program.ts'
import { codeBlocks, filesOf, pages, root, writePageFiles } from './pages.ts'

const readme = pages.get('README.md') ?? ''
const folder = await writePageFiles(filesOf('README.md', readme))
const scenario = relative(root, join(folder.path, 'my-jobs', 'large-orders.ts'))
const job = join(folder.path, 'my-jobs', 'orders.py')

afterAll(() => folder[Symbol.asyncDispose]())

test('the job of the README fails with the report of the README, and passes when it is mended', async () => {
  const failed = await run()
  expect(comparable(failed.said)).toEqual(comparable(reportOfReadme()))
  expect(failed.exitCode).toBe(1)

  const program = await readFile(job, 'utf8')
  expect(program).toContain('> 100')
  await writeFile(job, program.replace('> 100', '>= 100'))
  const passed = await run()
  const [verdict, reason = ''] = comparable(passed.said)
  expect([verdict, reason.replace('all 2 ', 'all 506 ')]).toEqual(printedByStart())
  expect(passed.exitCode).toBe(0)
})

test('the spec of docs/scenarios.md passes in a vitest of its own', async () => {
  const page = 'docs/scenarios.md'
  await using own = await writePageFiles(
    filesOf(page, pages.get(page) ?? '').filter(({ path }) => path === 'my-jobs/rainy-days.spec.ts'),
  )
  // The project's own configuration collects nothing below .streamassay/.
  await writeFile(join(own.path, 'vitest.config.ts'), 'export default { test: { testTimeout: 300_000 } }')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  // Fixtures are looked for in the working directory, which is the clone.
  await using program = startNode([vitest, 'run', '--root', own.path], { cwd: root })
  const exitCode = await program.ended()
  expect(stripVTControlCharacters(program.said())).toMatch(/Tests +3 passed \(3\)/)
  expect(exitCode).toBe(0)
})

/** The command of the README, on the kept stack of this worker if there is one. */
async function run(): Promise<{ readonly exitCode: number | NodeJS.Signals; readonly said: string }> {
  await using program = startNode([join(root, 'harness/cli/main.ts'), 'run', scenario])
  return { exitCode: await program.ended(), said: program.said() }
}

const reportOfReadme = (): string =>
  codeBlocks('README.md', readme).find(({ text }) => text.startsWith('verdict: fail'))?.text ?? ''

/** What `npm start` prints, by the comments below it. */
const printedByStart = (): string[] =>
  [...(/^npm start .*\n((?:# .*\n)+)/m.exec(readme)?.[1] ?? '').matchAll(/^# (.*)$/gm)].map(([, line = '']) => line)

/** The lines of a report without what differs from run to run, and without the address that only a kept stack has. */
function comparable(said: string): string[] {
  const lines = said.slice(said.indexOf('verdict:')).trimEnd().split('\n')
  return lines
    .filter((line) => line !== '' && !line.startsWith('web ui'))
    .map((line) =>
      line
        .replaceAll(`${relative(root, folder.path)}/`, '')
        .replaceAll(/\d{8}T\d{6}-large-orders-[0-9a-f]{4}/g, 'RUN')
        .replaceAll(/\d+\.\d+ s/g, 'N s'),
    )
}
