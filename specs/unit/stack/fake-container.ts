/** A container of nothing: it ends when a spec says so, and has logged what a spec says. */
import type { Container } from 'dockerode'

type End = { readonly ExitCode: number; readonly OOMKilled: boolean }

export interface FakeContainer {
  readonly container: Container
  /** Ends the container. */
  readonly die: () => void
  /** Cuts the connection on which its end is awaited. */
  readonly lose: (error: Error) => void
  /** The options of every reading of its log. */
  readonly read: unknown[]
}

/** One frame of the engine's log stream: the stream's number, the length of the text, the text. */
export function frame(stream: 1 | 2, text: string): Buffer {
  const header = Buffer.alloc(8)
  header[0] = stream
  header.writeUInt32BE(Buffer.byteLength(text), 4)
  return Buffer.concat([header, Buffer.from(text)])
}

const refusal = (statusCode: number): Error => Object.assign(new Error(String(statusCode)), { statusCode })

/** `end` null: it is gone from the engine. `log` null: it cannot be read. */
export function fakeContainer(end: End | null, log: Buffer | null = Buffer.alloc(0)): FakeContainer {
  const read: unknown[] = []
  let isRunning = true
  let waiting = Promise.withResolvers<void>()
  const container = {
    wait: ({ abortSignal }: { abortSignal: AbortSignal }) => {
      waiting = Promise.withResolvers()
      abortSignal.addEventListener('abort', () => waiting.reject(new Error('aborted')))
      return waiting.promise
    },
    inspect: async () => {
      if (end === null) throw refusal(404)
      return { State: { ...end, Running: isRunning, Status: isRunning ? 'running' : 'exited' } }
    },
    logs: async (options: unknown) => {
      read.push(options)
      if (log === null) throw refusal(404)
      return log
    },
  }
  const die = (): void => {
    isRunning = false
    waiting.resolve()
  }
  return { container: container as unknown as Container, die, lose: (error) => waiting.reject(error), read }
}
