/** The checks that need nothing but the sources: types, lint, format, dead code. */
import { runTool } from './command.ts'
import type { Check } from './report.ts'

const tool = (name: string, script: string, toolArguments: readonly string[]): Check => ({
  name,
  async run(_, signal) {
    const { exitCode, output } = await runTool(script, toolArguments, signal)
    return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, output }
  },
})

export const codeChecks: readonly Check[] = [
  tool('types', 'typescript/bin/tsc', []),
  tool('lint', 'oxlint/bin/oxlint', []),
  tool('format', 'oxfmt/bin/oxfmt', ['--check', '.']),
  tool('dead code', 'knip/bin/knip.js', []),
]
