/** A program of a spec's own in a process of its own: what it is sent, what it says, how it ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

import { waitUntil } from '../../harness/wait-until.ts'
import { patience } from '../patience.ts'

export interface Program extends AsyncDisposable {
  readonly process: ChildProcess
  /** All that it has said so far, on both of its streams; the order between the two is not told. */
  said(): string
  /** Waits until it has said this. */
  says(text: string): Promise<void>
  /** Waits until it and whoever shares its streams have ended; its exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals>
}

/** Runs Node with these arguments and the environment of this process, unless it is given another one, or `set` changes it. */
export function startNode(
  nodeArguments: readonly string[],
  {
    set = {},
    ...options
  }: { readonly cwd?: string; readonly env?: Record<string, string>; readonly set?: Record<string, string> } = {},
): Program {
  // A process group of its own: what it starts ends with it when a spec fails.
  const changes = Object.entries(set).map(([name, value]) => `${name}=${value}`)
  const child = spawn('/usr/bin/env', [...changes, process.execPath, ...nodeArguments], {
    ...options,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  return {
    process: child,
    said: () => said,
    says: (text) =>
      waitUntil(async () => (said.includes(text) ? { found: undefined } : { seen: said }), {
        what: `a program to say ${JSON.stringify(text)}`,
        timeoutMs: patience.timeout,
        intervalMs: 5,
        remedy: 'See what it said instead.',
      }),
    ended: async () => {
      const [code, signal] = await closed
      return code ?? signal ?? 'SIGKILL'
    },
    async [Symbol.asyncDispose]() {
      killGroup(child.pid)
      await closed
    },
  }
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // Nobody of it is left.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** A module given as text. */
export const moduleText = (text: string): string[] => ['--input-type=module', '--eval', text]
