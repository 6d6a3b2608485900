/** A program of the host's: when it spoke, when it ended, what it said. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

import { StreamassayError } from '../harness/errors.ts'

export interface ProgramEnd {
  /** From its start to the first that it said on standard output. */
  readonly spokeSeconds: number
  /** From its start to its end. */
  readonly seconds: number
  readonly output: string
}

export interface ProgramOptions {
  readonly signal: AbortSignal
  /** Told its process id as soon as it runs. */
  readonly onStart?: (pid: number) => void
  /** Told when it first speaks. */
  readonly onSpoke?: () => void
}

const keptChars = 4000

/**
 * Runs a program to its end. What it says on standard output is kept whole, of its standard error the last lines.
 *
 * @throws StreamassayError `STACK_FAILED` with its last words when it fails; the signal's reason
 */
export async function runProgram(
  program: string,
  programArguments: readonly string[],
  { signal, onStart, onSpoke }: ProgramOptions,
): Promise<ProgramEnd> {
  const beganMs = performance.now()
  const since = (): number => (performance.now() - beganMs) / 1000
  // SIGTERM lets it remove what it has started.
  const child = spawn(program, programArguments, { signal, killSignal: 'SIGTERM', stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  const { pid } = child
  if (pid !== undefined) onStart?.(pid)
  let output = ''
  let lastWords = ''
  let spokeSeconds: number | null = null
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (spokeSeconds === null) {
      spokeSeconds = since()
      onSpoke?.()
    }
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-keptChars)
  })
  const [exitCode, killedBy] = await closed
  if (exitCode === 0) {
    return { spokeSeconds: spokeSeconds ?? since(), seconds: since(), output }
  }
  throw new StreamassayError('STACK_FAILED', `${program} ended with ${killedBy ?? exitCode}`, {
    remedy: `Run it by hand: ${[program, ...programArguments].join(' ')}`,
    details: `${output.slice(-keptChars)}\n${lastWords}`.split('\n').filter((line) => line !== ''),
  })
}
