/**
 * `npm test`: every check of the project in one word, the quick ones shown first, and one line of account at the end. With `--all`,
 * as `npm run test:all` has it, those specs as well that take longer than a gate may.
 */
import { Interruption, interruption } from '../harness/cli/interrupt.ts'
import { codeChecks } from './code.ts'
import { pythonChecks } from './python.ts'
import { runChecks } from './report.ts'
import { setUpCheck } from './set-up.ts'
import { specs } from './specs.ts'

const isAll = process.argv.includes('--all')

// Specs with containers wait half of their time, and the others run meanwhile. The set-up that containers need comes first.
const interrupted = interruption('showing the output of all checks')
const exitCode = await runChecks(
  [
    [...codeChecks, specs('unit')],
    [setUpCheck, ...pythonChecks, specs('containers'), ...(isAll ? [specs('long')] : [])],
  ],
  interrupted,
)
// A check that is over its time, or interrupted, may hold something that would keep this process; tools end with it by their lifeline.
process.exit(interrupted.reason instanceof Interruption ? interrupted.reason.exitCode : exitCode)
