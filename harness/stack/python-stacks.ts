/** What the Python workers of a TaskManager do at a moment: py-spy in its image reads their stacks from outside. */
import type { EngineApi } from './engine/engine-api.ts'
import { exec } from './engine/exec.ts'

// A worker may be forked from a process of another name: what counts is that it is a Python. The kernel lets one process at a
// time stop it, and two jobs may be late together: each dump waits for the one before, as long as both are still in time.
const script = `exec 9<"$BASH"; flock --wait 5 9
for folder in /proc/[0-9]*; do
  [[ "$(readlink "$folder/exe")" == */python3* ]] && py-spy dump --full-filenames --pid "\${folder#/proc/}" 2>&1
done; true`

const timeoutMs = 10_000

/**
 * The stacks of all Python workers in a container, as py-spy prints them; empty when there are none.
 *
 * @throws when the container or the engine does not answer in time
 */
export const pythonStacks = (api: EngineApi, container: string): Promise<string> =>
  exec(api, { container, command: ['bash', '-c', script], signal: AbortSignal.timeout(timeoutMs) })
