/** The Python jobs' own checks, run in the image that the jobs run in: lint, format, types, tests of the logic. */
import { chooseReaper } from '../harness/open-stack.ts'
import { imageRecipe } from '../harness/setup/image/image-recipe.ts'
import { startWorkbench } from '../harness/stack/workbench.ts'
import type { Check } from './report.ts'

const commands: Readonly<Record<string, readonly string[]>> = {
  'python lint': ['ruff', 'check', '--no-cache', '.'],
  'python format': ['ruff', 'format', '--no-cache', '--check', '.'],
  'python types': ['mypy', '--cache-dir=/dev/null', '.'],
  'python tests': ['pytest', '-q', '-p', 'no:cacheprovider'],
}

/** All of the Python checks in one container; each command counts as one check, and each test of pytest's as one. */
export const pythonChecks: readonly Check[] = [
  {
    name: 'python jobs',
    async run() {
      const image = (await imageRecipe('checks')).reference
      await using workbench = await startWorkbench(image, 'pyflink-jobs', await chooseReaper())
      let passed = 0
      let failed = 0
      let output = ''
      for (const [name, command] of Object.entries(commands)) {
        const ended = await workbench.run(command)
        const isFine = ended.exitCode === 0
        const counted = name === 'python tests' ? closingLine(ended.output) : {}
        passed += counted.passed ?? (isFine ? 1 : 0)
        // A test that was skipped has proven nothing; and a command that failed has failed, whatever it counted.
        const wrong = (counted.failed ?? 0) + (counted.skipped ?? 0)
        failed += isFine ? wrong : Math.max(1, wrong)
        if (!isFine || wrong > 0) output += `${name} (${command.join(' ')}):\n${ended.output}\n`
      }
      return { passed, failed, output }
    },
  },
]

/** The numbers of pytest's closing line, such as `12 passed, 1 failed in 0.05s`, by their words. */
function closingLine(output: string): Partial<Record<'passed' | 'failed' | 'skipped', number>> {
  const last = output.trimEnd().split('\n').at(-1) ?? ''
  return Object.fromEntries(
    [...last.matchAll(/(\d+) (passed|failed|skipped)/g)].map(([, n, word]) => [word, Number(n)]),
  )
}
