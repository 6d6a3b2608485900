/** The command line's one way to standard output. */

/** Prints one line, or several. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Waits until all that was printed has left: what a slow reader has not taken yet would be lost with the process. */
export const printed = (): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write('', () => resolve())
  })
