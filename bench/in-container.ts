/** Commands in a container, by Docker's own client, as a user would run them. */
import type { StackPart } from '../harness/stack/stack.ts'
import { type Ground, within } from './ground.ts'
import { runProgram } from './program.ts'

/** The container of a part of one of our stacks. */
export const containerOf = (stackId: string, part: StackPart): string => `streamassay-${stackId}-${part}`

export interface ContainerCommand {
  readonly container: string
  readonly command: readonly string[]
  /** Environment variables as `NAME=value`. */
  readonly environment?: readonly string[]
  readonly timeoutMs: number
}

/**
 * Runs a command and gives what it printed on standard output.
 *
 * @throws StreamassayError as `runProgram` says, `WAIT_TIMED_OUT`
 */
export async function runIn(
  { container, command, environment = [], timeoutMs }: ContainerCommand,
  { signal }: Pick<Ground, 'signal'>,
): Promise<string> {
  const variables = environment.flatMap((variable) => ['--env', variable])
  const { output } = await within(`${command[0]} in ${container}`, timeoutMs, signal, (limit) =>
    runProgram('docker', ['exec', ...variables, container, ...command], { signal: limit }),
  )
  return output
}

/** Copies a folder of the host's into a container. */
export async function copyInto(
  container: string,
  { from, to }: { readonly from: string; readonly to: string },
  { signal }: Pick<Ground, 'signal'>,
): Promise<void> {
  await runProgram('docker', ['cp', '--quiet', from, `${container}:${to}`], { signal })
}
