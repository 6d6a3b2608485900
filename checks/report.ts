/** Runs checks, some side by side, shows each in its place of the list, and adds them up. */

import { errorText } from '../harness/errors.ts'
import { Transcript } from './transcript.ts'

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
  /** @param show prints a piece of the check's own progress, once the checks before it in the list have been shown */
  run(show: (text: string) => void): Promise<CheckOutcome>
}

/** Checks that run one after the other. */
type Lane = readonly Check[]

/** A check that runs, or will when those before it in its lane have ended. */
interface Underway {
  readonly check: Check
  readonly transcript: Transcript
  /** Null if it is not run, as a check that it needs has failed. */
  readonly ended: Promise<CheckOutcome | null>
}

/**
 * Runs all checks, also after one has failed, and prints `N passed, N failed` last. Lanes run side by side, and are shown one
 * after the other.
 *
 * @returns the exit code: 0 when nothing failed and something passed, 2 when a check that others need has failed, else 1
 */
export async function runChecks(lanes: readonly Lane[]): Promise<number> {
  let passed = 0
  let failed = 0
  let isCutShort = false
  for (const { check, transcript, ended } of lanes.flatMap(startLane)) {
    transcript.open()
    const outcome = await ended
    if (outcome === null) continue
    passed += outcome.passed
    failed += outcome.failed
    if (!check.needed || outcome.failed === 0) continue
    isCutShort = true
    print(`${check.name} failed: the checks after it were not run\n`)
  }
  print(`\n${passed} passed, ${failed} failed\n`)
  if (isCutShort) return 2
  return failed === 0 && passed > 0 ? 0 : 1
}

function startLane(checks: Lane): readonly Underway[] {
  let mayRun = Promise.resolve(true)
  return checks.map((check) => {
    const transcript = new Transcript(print)
    const ended = mayRun.then((may) => (may ? runOne(check, transcript) : null))
    mayRun = ended.then((outcome) => outcome !== null && (!check.needed || outcome.failed === 0))
    return { check, transcript, ended }
  })
}

async function runOne(check: Check, transcript: Transcript): Promise<CheckOutcome> {
  const startedMs = performance.now()
  const show = (text: string): void => transcript.write(text)
  show(check.shown ? `${check.name}\n` : `${check.name} ... `)
  const outcome = await check.run(show).catch((error: unknown): CheckOutcome => ({
    passed: 0,
    failed: 1,
    output: errorText(error),
  }))
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  const account = outcome.failed === 0 ? `ok (${outcome.passed})` : `FAILED (${outcome.failed})`
  show(`${check.shown ? `${check.name} ` : ''}${account}, ${seconds} s\n`)
  if (outcome.failed > 0 && outcome.output !== '') show(`${outcome.output.trimEnd()}\n`)
  return outcome
}

function print(text: string): void {
  process.stdout.write(text)
}
