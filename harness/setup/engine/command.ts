/** Runs a program of the host to its end, its output in a log, and makes a failure readable. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

import { messageOf, StreamassayError } from '../../errors.ts'
import { troubleIn } from '../../stack/engine/engine-trouble.ts'
import type { Progress } from '../progress.ts'
import { openSetupLog } from '../setup-log.ts'

export interface CommandOptions {
  /** What the command is for, as the log's name: `engine`. */
  readonly name: string
  readonly progress: Progress
  /** Which lines of its output are told as progress; a group in it says which part of them. */
  readonly telling: RegExp
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** What to do when it fails. */
  readonly remedy: string
}

/**
 * Runs `program` with `args`; its output goes into a log, and the telling lines of it are progress.
 *
 * @throws StreamassayError `SETUP_FAILED` with its last lines, when it cannot be run, fails or takes too long
 */
export async function runCommand(program: string, args: readonly string[], options: CommandOptions): Promise<void> {
  await using log = await openSetupLog(options.name, (line) => {
    const telling = options.telling.exec(line)
    if (telling) options.progress(telling[1] ?? line)
  })
  const limit = AbortSignal.timeout(options.timeoutMs)
  const signal = options.signal ? AbortSignal.any([limit, options.signal]) : limit
  log.append(`$ ${[program, ...args].join(' ')}\n`)
  const fail = (how: string, cause?: unknown): never => {
    const trouble = troubleIn(...log.lastLines())
    throw new StreamassayError('SETUP_FAILED', `${program} ${how}${trouble === null ? '' : `: ${trouble.what}`}`, {
      remedy: `${trouble?.remedy ?? options.remedy} Full log: ${log.path}`,
      details: log.lastLines(),
      cause,
    })
  }
  const child = spawn(program, args, { signal, stdio: ['ignore', 'pipe', 'pipe'] })
  const outputs = [child.stdout, child.stderr]
  for (const output of outputs) output.setEncoding('utf8').on('data', log.append)
  try {
    const [exitCode, killedBy] = await once(child, 'close')
    if (exitCode !== 0) fail(`ended with ${killedBy ?? `exit code ${exitCode}`}`)
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason
    if (limit.aborted) fail(`was stopped after ${options.timeoutMs / 1000} s`, error)
    if (error instanceof StreamassayError) throw error
    fail(`could not be run: ${messageOf(error)}`, error)
  } finally {
    // A program that is stopped may still speak while the log is closed.
    for (const output of outputs) output.destroy()
  }
}
