/** Our command as a user gives it, for the scenario of 1,000 days. */
import { fileURLToPath } from 'node:url'

/** Rows of the scenario. */
export const commandRows = 1000

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** What Node is given: `streamassay run --json FILE`, with the options that are added. It speaks once, with its verdict. */
export const runCommandArguments = (...options: readonly string[]): string[] => [
  pathOf('../../harness/cli/main.ts'),
  'run',
  '--json',
  ...options,
  pathOf('thousand-days.ts'),
]
