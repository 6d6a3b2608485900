/** Specs of counting the specs of a vitest project, with a vitest that reports what it is told to. */
import { mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { runTool } from '../../../checks/command.ts'
import { pythonChecks } from '../../../checks/python.ts'
import { usualMinutes } from '../../../checks/report.ts'
import { setUpCheck } from '../../../checks/set-up.ts'
import { specs } from '../../../checks/specs.ts'

vi.mock('../../../checks/command.ts', () => ({ runTool: vi.fn<typeof runTool>() }))

const home = process.cwd()
let folder: Awaited<ReturnType<typeof mkdtempDisposable>>

beforeEach(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-checks-'))
  // The reports go below the working directory, and this very spec is in the real ones.
  process.chdir(folder.path)
  await mkdir('.vitest')
})

afterEach(async () => {
  process.chdir(home)
  await folder.remove()
})

const vitestThat = (exitCode: number, report: object | null): void =>
  void vi.mocked(runTool).mockImplementation(async () => {
    if (report !== null) await writeFile('.vitest/unit.json', JSON.stringify(report))
    return { exitCode, output: '' }
  })

const counts = (passed: number, failed: number, total = passed + failed) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numTotalTests: total,
})

test('vitest is run for the project and those that share its name, with reports for us and for CI, and shows itself', async () => {
  vitestThat(0, counts(540, 0))
  expect(await specs('unit').run(() => undefined, new AbortController().signal)).toEqual({
    passed: 540,
    failed: 0,
    output: '',
  })
  expect(runTool).toHaveBeenCalledWith(
    'vitest/vitest.mjs',
    expect.arrayContaining(['run', '--project', 'unit*', '--outputFile.junit=.vitest/unit.junit.xml']),
    expect.any(AbortSignal),
    expect.any(Function),
  )
})

test.each([
  ['that failed', 1, counts(538, 2), 2],
  ['that was skipped', 0, counts(539, 0, 540), 1],
  ['file that did not load, where vitest counts no failed spec', 1, counts(540, 0), 1],
])('a spec %s counts as failed', async (_, exitCode, report, failed) => {
  vitestThat(exitCode, report)
  expect(await specs('unit').run(() => undefined, new AbortController().signal)).toMatchObject({
    passed: report.numPassedTests,
    failed,
  })
})

test('an older report is not taken for that of a vitest which wrote none', async () => {
  await writeFile('.vitest/unit.json', JSON.stringify(counts(540, 0)))
  vitestThat(1, null)
  await expect(specs('unit').run(() => undefined, new AbortController().signal)).rejects.toThrow('ENOENT')
})

test('a report in another shape is refused and not counted as nothing', async () => {
  vitestThat(0, { passed: 540 })
  await expect(specs('unit').run(() => undefined, new AbortController().signal)).rejects.toThrow('numPassedTests')
})

test.each([
  ['ci', 'npm test', []],
  ['nightly', 'npm run test:all', [specs('long')]],
])(
  'the workflow %s gives `%s` more time than its checks have: the check that hangs is named',
  async (name, run, more) => {
    const workflow = await readFile(join(home, `.github/workflows/${name}.yml`), 'utf8')
    const job = workflow.split(/\n  (?=\w+:\n)/).find((text) => text.includes(`- run: ${run}\n`))
    const minutes = [setUpCheck, ...pythonChecks, specs('containers'), ...more].map(
      ({ limitMinutes = usualMinutes }) => limitMinutes,
    )
    expect(Number(/timeout-minutes: (\d+)/.exec(job ?? '')?.[1])).toBeGreaterThan(
      minutes.reduce((sum, one) => sum + one),
    )
  },
)
