/** A command in a container, which must succeed. */
import { getContainerRuntimeClient } from 'testcontainers'

import type { connectEngine } from '../../harness/stack/engine/engine.ts'

/** A container as the engine knows it. */
export type EngineContainer = ReturnType<Awaited<ReturnType<typeof connectEngine>>['getContainer']>

/** What the shell command printed; throws when it fails. */
export async function shell(container: EngineContainer, command: string): Promise<string> {
  const client = await getContainerRuntimeClient()
  const { exitCode, output } = await client.container.exec(container, ['bash', '-c', command])
  if (exitCode !== 0) throw new Error(`${command}: exit ${exitCode}: ${output}`)
  return output
}
