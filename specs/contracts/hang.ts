/** A container that hangs: its processes stand still, connections stay, and nothing answers. */
import { type EngineContainer, shell } from './shell.ts'

/** Lets every process of a container stand still, or go on. */
export interface Hang {
  pause(): Promise<void>
  resume(): Promise<void>
}

/**
 * By signals. The engine's own pause is the kernel's freezer, which on an old kernel gives up on a container that is busy:
 * "unable to freeze".
 */
export function hangOf(container: EngineContainer): Hang {
  /** What runs as number 1 is out of reach of the others. */
  const first = (signal: string): Promise<unknown> => container.kill({ signal })
  const others = (signal: string): Promise<string> => shell(container, `kill -${signal} -- -1`)
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
