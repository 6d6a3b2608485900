/** The command line's one way to standard output. */

/** Prints one line, or several. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
