/** Ctrl-C and its kin: the first asks the work to end and clean up, the second ends the process at once. */
import { constants } from 'node:os'

import { StreamassayError } from '../errors.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
// A terminal sends Ctrl-C to the whole process group and the bootstrap passes it on: the echo is not a second wish.
const echoMs = 1_000

/** An interruption, with the exit code that shells expect of it. */
export class Interruption extends StreamassayError {
  readonly exitCode: number

  constructor(signal: (typeof signals)[number]) {
    super('INTERRUPTED', `interrupted by ${signal}`, { remedy: 'Run the same command again.' })
    this.exitCode = 128 + constants.signals[signal]
  }
}

/** Aborted by the first SIGINT, SIGTERM or SIGHUP, with an Interruption, and it is said what follows; a later one exits without waiting. */
export function interruption(whatFollows = 'removing what was started'): AbortSignal {
  const controller = new AbortController()
  let firstMs = Number.POSITIVE_INFINITY
  for (const signal of signals) {
    process.on(signal, () => {
      const interrupted = new Interruption(signal)
      if (!controller.signal.aborted) {
        firstMs = performance.now()
        process.stderr.write(`\n${interrupted.message}; ${whatFollows} ...\n`)
        controller.abort(interrupted)
      } else if (performance.now() - firstMs > echoMs) {
        process.exit(interrupted.exitCode)
      }
    })
  }
  return controller.signal
}
