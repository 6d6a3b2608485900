/** Runs one of the project's tools to its end. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** How a tool ended, and all it printed on either stream. */
export interface Ended {
  readonly exitCode: number
  readonly output: string
}

/**
 * Runs the executable of a locked package on this very Node; with `show` it is shown as it prints, and nothing is kept. It is
 * killed when the signal aborts.
 */
export async function runTool(
  script: string,
  toolArguments: readonly string[],
  signal: AbortSignal,
  show?: (text: string) => void,
): Promise<Ended> {
  // With our own options, the bootstrap's lifeline among them: a tool must not outlive us either.
  const child = spawn(process.execPath, [...process.execArgv, `${root}node_modules/${script}`, ...toolArguments], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = (): boolean => child.kill('SIGKILL')
  signal.addEventListener('abort', kill)
  child.once('exit', () => signal.removeEventListener('abort', kill))
  const [exitCode, ...printed] = await Promise.all([
    once(child, 'exit').then(([code]) => code as number | null),
    ...[child.stdout, child.stderr].map((stream) => (show === undefined ? text(stream) : showing(stream, show))),
  ])
  return { exitCode: exitCode ?? 1, output: printed.join('') }
}

async function showing(stream: Readable, show: (text: string) => void): Promise<string> {
  stream.setEncoding('utf8')
  for await (const piece of stream) show(piece as string)
  return ''
}
