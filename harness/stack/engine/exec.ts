/** A command in a container that runs, by the container's own user. */
import { unframed } from '../logs.ts'
import type { EngineApi } from './engine-api.ts'

export interface Execution {
  /** Name or id. */
  readonly container: string
  readonly command: readonly string[]
  readonly signal: AbortSignal
}

/**
 * What the command has written to its standard output and error, in order, when it has ended, however it did.
 *
 * @throws when the container or the engine does not answer before the signal
 */
export async function exec(api: EngineApi, { container, command, signal }: Execution): Promise<string> {
  const created = await api({
    method: 'POST',
    path: `/containers/${container}/exec`,
    body: { Cmd: command, AttachStdout: true, AttachStderr: true },
    signal,
  })
  const { Id } = JSON.parse(created.toString()) as { Id: string }
  const output = await api({
    method: 'POST',
    path: `/exec/${Id}/start`,
    body: { Detach: false, Tty: false },
    signal,
  })
  return unframed(output).toString()
}
