/** How a command hands its work to the process. */

/**
 * Runs the work of one command. `work` returns the exit code, and ends when its signal aborts.
 *
 * A command imports its module inside `work`: loading the libraries of all commands would slow down each of them.
 *
 * @param onInterrupt what the user is told when a signal ends the command (default: `removing what was started`)
 */
export type Perform = (work: (signal: AbortSignal) => Promise<number>, onInterrupt?: string) => Promise<void>
