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
        passed += count(ended.output, 'passed') ?? (ended.exitCode === 0 ? 1 : 0)
        failed += ended.exitCode === 0 ? 0 : (count(ended.output, 'failed') ?? 1)
        if (ended.exitCode !== 0) output += `${name} (${command.join(' ')}):\n${ended.output}\n`
      }
      return { passed, failed, output }
    },
  },
]

/** The number before a word in pytest's closing line, such as `12 passed, 1 failed in 0.05s`. */
function count(output: string, word: 'passed' | 'failed'): number | undefined {
  const found = new RegExp(`(\\d+) ${word}`).exec(output)?.[1]
  return found === undefined ? undefined : Number(found)
}
