/** The command line's ways to standard output, and to standard error, where no secret is printed. */
import { masked } from '../evidence/secrets/masked.ts'

/** Prints one line, or several. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Prints one or more lines on standard error, which has everything but the output of the command. */
export function printAside(text: string): void {
  process.stderr.write(`${masked(text)}\n`)
}

/** Waits until all that was printed has left: what a slow reader has not taken yet would be lost with the process. */
export const printed = (): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write('', () => resolve())
  })
