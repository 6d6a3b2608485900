/** The specs of one vitest project, counted from vitest's own JSON report. */
import { readFile, rm } from 'node:fs/promises'

import { z } from 'zod'

import { runTool } from './command.ts'
import type { Check } from './report.ts'

const Report = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), numTotalTests: z.int() })

/** Runs a vitest project; a spec that neither passed nor failed (skipped, or a file that did not load) counts as failed. */
export const specs = (project: 'unit' | 'containers' | 'long'): Check => ({
  name: `specs: ${project}`,
  shown: true,
  // The specs of the night take longer than a gate may.
  limitMinutes: project === 'long' ? 120 : 60,
  async run(show, signal) {
    const report = `.vitest/${project}.json`
    await rm(report, { force: true })
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const junit = ['--reporter=junit', `--outputFile.junit=.vitest/${project}.junit.xml`]
    // It prints into a pipe, and cannot see that we have a terminal.
    const color = process.stdout.isTTY ? ['--color'] : []
    const words = ['run', '--project', `${project}*`, ...color, ...reporters, ...junit]
    const { exitCode } = await runTool('vitest/vitest.mjs', words, signal, show)
    const counted = Report.parse(JSON.parse(await readFile(report, 'utf8')))
    const failed = counted.numTotalTests - counted.numPassedTests
    return { passed: counted.numPassedTests, failed: exitCode === 0 ? failed : Math.max(failed, 1), output: '' }
  },
})
