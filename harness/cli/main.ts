/** The `streamassay` command as a process: its exit code, and how errors are printed. */
import { constants } from 'node:os'

import { CommanderError } from 'commander'

import { errorText } from '../errors.ts'
import { Interruption, interruption } from './interrupt.ts'
import { namedError } from './named-error.ts'
import { printAside, printed } from './print.ts'
import { createProgram } from './program.ts'

// The reader of our output has gone (`| head`); the watcher removes what was started.
process.stdout.on('error', () => process.exit(128 + constants.signals.SIGPIPE))

// An error that nothing awaits, in a scenario's module or in ours, is a bug and not a verdict.
process.on('uncaughtException', (error) => process.exit(printError(error)))

// Until a command has ended: if the event loop runs empty before, nothing was judged.
process.exitCode = 2
let exitCode = 0

const program = createProgram(async (work, onInterrupt) => {
  const signal = interruption(onInterrupt)
  exitCode = await work(signal)
  signal.throwIfAborted()
})

try {
  await program.parseAsync()
} catch (error) {
  exitCode = printError(error)
}
await printed()
// An idle connection or a timer of a library must not keep a finished command alive.
process.exit(exitCode)

function printError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  // The first error; one on release only follows from it.
  if (error instanceof SuppressedError) return printError(error.suppressed)
  if (error instanceof Interruption) return error.exitCode
  // Thrown on, it would end with Node's exit code 1, which means that the job failed.
  printAside(`\n${errorText(namedError(error))}`)
  return 2
}
