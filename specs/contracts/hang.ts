/** A container that hangs: its processes stand still, connections stay, and nothing answers. */
import type { StartedTestContainer } from 'testcontainers'

import { connectEngine } from '../../harness/stack/engine/engine.ts'

/** Lets every process of a container stand still, or go on. */
export interface Hang {
  pause(): Promise<void>
  resume(): Promise<void>
}

/**
 * By signals. The engine's own pause is the kernel's freezer, which on an old kernel gives up on a container that is busy:
 * "unable to freeze".
 */
export function hangOf(started: StartedTestContainer): Hang {
  /** What runs as number 1 is out of reach of the others. */
  const first = async (signal: string): Promise<void> =>
    void (await (await connectEngine()).getContainer(started.getId()).kill({ signal }))
  const others = async (signal: string): Promise<void> => {
    const { exitCode, output } = await started.exec(['bash', '-c', `kill -${signal} -- -1`])
    if (exitCode !== 0) throw new Error(`kill -${signal} failed: ${output}`)
  }
  return {
    async pause() {
      await others('STOP')
      await first('SIGSTOP')
    },
    async resume() {
      await first('SIGCONT')
      await others('CONT')
    },
  }
}
