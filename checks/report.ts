/** Runs checks one after the other, shows each as it ends, and adds them up. */

import { errorText } from '../harness/errors.ts'

/** How a check ended: how many of its parts passed and failed, and what it printed where that is worth reading. */
export interface CheckOutcome {
  readonly passed: number
  readonly failed: number
  readonly output: string
}

/** One check; `shown` says that it shows its own progress, `needed` that those after it cannot be run without it. */
export interface Check {
  readonly name: string
  readonly shown?: boolean
  readonly needed?: boolean
  run(): Promise<CheckOutcome>
}

/**
 * Runs all checks, also after one has failed, and prints `N passed, N failed` last.
 *
 * @returns the exit code: 0 when nothing failed and something passed, 2 when a check that others need has failed, else 1
 */
export async function runChecks(checks: readonly Check[]): Promise<number> {
  let passed = 0
  let failed = 0
  for (const check of checks) {
    const outcome = await runOne(check)
    passed += outcome.passed
    failed += outcome.failed
    if (check.needed && outcome.failed > 0) {
      print(`what comes after ${check.name} cannot be run without it\n\n${passed} passed, ${failed} failed\n`)
      return 2
    }
  }
  print(`\n${passed} passed, ${failed} failed\n`)
  return failed === 0 && passed > 0 ? 0 : 1
}

async function runOne(check: Check): Promise<CheckOutcome> {
  const startedMs = performance.now()
  print(check.shown ? `${check.name}\n` : `${check.name} ... `)
  const outcome = await check.run().catch((error: unknown): CheckOutcome => ({
    passed: 0,
    failed: 1,
    output: errorText(error),
  }))
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  const account = outcome.failed === 0 ? `ok (${outcome.passed})` : `FAILED (${outcome.failed})`
  print(`${check.shown ? `${check.name} ` : ''}${account}, ${seconds} s\n`)
  if (outcome.failed > 0 && outcome.output !== '') print(`${outcome.output.trimEnd()}\n`)
  return outcome
}

function print(text: string): void {
  process.stdout.write(text)
}
