/** For a project's vitest.config.ts: what makes watch mode rerun a spec when the Python or the CSV changes that it runs on. */
import type { WatcherTriggerPattern } from 'vitest/config'

import { specsOf } from './inputs.ts'

/**
 * To be set as `test.watchTriggerPatterns` of the root config.
 *
 * What a spec runs on is known from its last run; its TypeScript, the scenario included, vitest itself follows by imports.
 */
export const rerunOnInputs: WatcherTriggerPattern[] = [
  {
    pattern: /(?<!\.[cm]?[jt]sx?)$/,
    testsToRun(file) {
      const specs = specsOf(file)
      // An empty list would keep vitest from following the change by itself.
      return specs.length > 0 ? specs : null
    },
  },
]
