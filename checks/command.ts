/** Runs one of the project's tools to its end. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** How a tool ended, and all it printed on either stream. */
export interface Ended {
  readonly exitCode: number
  readonly output: string
}

/** Runs the executable of a locked package on this very Node; `shown` lets it print as it goes and keeps nothing. */
export async function runTool(script: string, toolArguments: readonly string[], shown = false): Promise<Ended> {
  // With our own options, the bootstrap's lifeline among them: a tool must not outlive us either.
  const child = spawn(process.execPath, [...process.execArgv, `${root}node_modules/${script}`, ...toolArguments], {
    cwd: root,
    stdio: shown ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  })
  const output = Promise.all([child.stdout ? text(child.stdout) : '', child.stderr ? text(child.stderr) : ''])
  const [exitCode] = (await once(child, 'exit')) as [number | null]
  return { exitCode: exitCode ?? 1, output: (await output).join('') }
}
