/** Runs checks, some side by side, shows each in its place of the list, and adds them up. */

import { errorText, messageOf } from '../harness/errors.ts'
import { untilAborted } from '../harness/wait-until.ts'
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
  /** Minutes after which the check fails (default: `usualMinutes`). */
  readonly limitMinutes?: number
  /**
   * @param show prints a piece of the check's own progress, once the checks before it in the list have been shown
   * @param signal aborts when the check's time is over: what it has started is to end
   */
  run(show: (text: string) => void, signal: AbortSignal): Promise<CheckOutcome>
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

export const usualMinutes = 10
/** How long a check may take to end once it is told to. */
const killedMs = 5000

/**
 * Runs all checks, also after one has failed, and prints `N passed, N failed` last. Lanes run side by side, and are shown one
 * after the other.
 *
 * @param interrupted when it aborts, all that has been said is shown, and each check that has not ended counts as failed
 * @returns the exit code: 0 when nothing failed and something passed, 2 when a check that others need has failed, else 1
 */
export async function runChecks(
  lanes: readonly Lane[],
  interrupted: AbortSignal = new AbortController().signal,
): Promise<number> {
  let passed = 0
  let failed = 0
  let isCutShort = false
  const over = once(interrupted)
  for (const { check, transcript, ended } of lanes.flatMap((lane) => startLane(lane, interrupted))) {
    transcript.open()
    const outcome = await Promise.race([ended, over])
    if (outcome === 'interrupted') {
      print(`\n${check.name} was interrupted\n`)
      failed += 1
      continue
    }
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

/** Resolves when the signal aborts. */
const once = (signal: AbortSignal): Promise<'interrupted'> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve('interrupted')
    signal.addEventListener('abort', () => resolve('interrupted'))
  })

function startLane(checks: Lane, interrupted: AbortSignal): readonly Underway[] {
  let mayRun = Promise.resolve(true)
  return checks.map((check) => {
    const transcript = new Transcript(print)
    const ended = mayRun.then((may) => (may && !interrupted.aborted ? runOne(check, transcript) : null))
    mayRun = ended.then((outcome) => outcome !== null && (!check.needed || outcome.failed === 0))
    return { check, transcript, ended }
  })
}

async function runOne(check: Check, transcript: Transcript): Promise<CheckOutcome> {
  const startedMs = performance.now()
  const show = (text: string): void => transcript.write(text)
  show(check.shown ? `${check.name}\n` : `${check.name} ... `)
  const outcome = await withinLimit(check, show).catch((error: unknown): CheckOutcome => ({
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

/** The check's outcome; one that has not ended within its limit has failed, with what it has printed. */
async function withinLimit(check: Check, show: (text: string) => void): Promise<CheckOutcome> {
  const minutes = check.limitMinutes ?? usualMinutes
  const limit = new AbortController()
  const { promise: tooLong, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const error = new Error(`${check.name} did not end within ${minutes} minutes`)
    reject(error)
    limit.abort(error)
  }, minutes * 60_000)
  const run = check.run(show, limit.signal)
  try {
    return await Promise.race([run, tooLong])
  } catch (error) {
    if (error !== limit.signal.reason) throw error
    // What it has printed by then says where it hangs.
    const killed = run.then(({ output }) => output)
    const last = await untilAborted(killed, AbortSignal.timeout(killedMs)).catch(() => '')
    return { passed: 0, failed: 1, output: `${messageOf(error)}\n${last}` }
  } finally {
    clearTimeout(timer)
  }
}

function print(text: string): void {
  process.stdout.write(text)
}
