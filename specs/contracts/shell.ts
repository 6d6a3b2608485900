/** A command in a container, which must succeed. */
import type { StartedTestContainer } from 'testcontainers'

/** What the shell command printed; throws when it fails. */
export async function shell(container: StartedTestContainer, command: string): Promise<string> {
  const { exitCode, output } = await container.exec(['bash', '-c', command])
  if (exitCode !== 0) throw new Error(`${command}: exit ${exitCode}: ${output}`)
  return output
}
