/** What the Python workers of a TaskManager do at a moment: py-spy in its image reads their stacks from outside. */
import type { EngineApi } from './engine/engine-api.ts'
import { unframed } from './logs.ts'

// A worker may be forked from a process of another name: what counts is that it is a Python.
const script = `for folder in /proc/[0-9]*; do
  [[ "$(readlink "$folder/exe")" == */python3* ]] && py-spy dump --full-filenames --pid "\${folder#/proc/}" 2>&1
done; true`

const timeoutMs = 10_000

/**
 * The stacks of all Python workers in a container, as py-spy prints them; empty when there are none.
 *
 * @throws when the container or the engine does not answer in time
 */
export async function pythonStacks(api: EngineApi, container: string): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs)
  const created = await api({
    method: 'POST',
    path: `/containers/${container}/exec`,
    body: { Cmd: ['bash', '-c', script], AttachStdout: true, AttachStderr: true },
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
