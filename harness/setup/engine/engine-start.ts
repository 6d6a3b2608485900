/** Starts Debian's engine so that it outlives us, and waits until it answers. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:fs'
import { open, readFile } from 'node:fs/promises'

import { messageOf, StreamassayError } from '../../errors.ts'
import { waitUntil } from '../../wait-until.ts'
import { runCommand } from './command.ts'
import { makeWay } from './engine-pid.ts'
import type { PidFile } from './engine-pid.ts'
import type { StartWay } from './engine-plan.ts'
import type { Engine, EngineSight } from './engine.ts'
import type { Progress } from '../progress.ts'

const answerTimeoutMs = 60_000
const shownLines = 20
/** The engine is started by root, whom a link in the log's place would lead to any file. */
const overwriteNoLink = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW

export interface StartOptions {
  readonly way: StartWay
  /** Looks whether the engine answers. */
  readonly look: () => Promise<EngineSight>
  readonly progress: Progress
  readonly signal?: AbortSignal | undefined
  /** The program that is the engine, for a spec; Debian's when not given. */
  readonly daemon?: Daemon
}

/** A program that is an engine, and where it keeps its log and its pid. */
interface Daemon {
  readonly program: string
  readonly args: readonly string[]
  readonly logPath: string
  readonly pidFile: PidFile
}

/**
 * Starts the engine and returns it once it answers.
 *
 * @throws StreamassayError `ENGINE_MISSING` with the last lines of its log, when it ends instead or does not answer
 */
export async function startEngine(options: StartOptions): Promise<Engine> {
  return options.way === 'systemctl' ? startBySystemd(options) : startDetached(options)
}

async function startBySystemd({ look, progress, signal }: StartOptions): Promise<Engine> {
  const remedy = 'Read "journalctl -u docker".'
  await runCommand('systemctl', ['start', 'docker'], {
    name: 'engine',
    progress,
    telling: /./,
    timeoutMs: answerTimeoutMs,
    signal,
    remedy,
  })
  return untilItAnswers(look, () => undefined, remedy, signal)
}

async function startDetached({ look, progress, signal, daemon = debianDaemon }: StartOptions): Promise<Engine> {
  const { program, args, logPath, pidFile } = daemon
  const running = await makeWay(pidFile, { look, progress, signal })
  if (running) return running
  progress(`starting ${program}, log in ${logPath}`)
  await using log = await open(logPath, overwriteNoLink, 0o600).catch((error: unknown) => {
    throw new StreamassayError(
      'ENGINE_MISSING',
      `${program} was not started, because its log cannot be written: ${messageOf(error)}`,
      {
        remedy: `Make ${logPath} writable and free disk space, or start the engine yourself.`,
        cause: error,
      },
    )
  })
  // A session of its own and no pipe to us: the end of this process, its terminal or its shell does not end the engine.
  const child = spawn(program, args, { detached: true, cwd: '/', stdio: ['ignore', log.fd, log.fd] })
  let ending: string | undefined
  child.once('exit', (code, killedBy) => (ending = `ended with ${killedBy ?? `exit code ${code}`}`))
  try {
    await once(child, 'spawn')
    child.unref()
    return await untilItAnswers(look, () => ending, `Read ${logPath}.`, signal)
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    throw new StreamassayError(
      'ENGINE_MISSING',
      `${program} ${ending === undefined ? whyNot(error) : `was started, but ${ending}`}`,
      {
        remedy: `Read its log (${logPath}) for the reason. Inside a container, an engine needs a privileged container.`,
        details: (await readFile(logPath, 'utf8')).trimEnd().split('\n').slice(-shownLines),
        cause: error,
      },
    )
  }
}

/** Of a program that has not ended: that it is none, or that it said nothing in its time. */
const whyNot = (error: unknown): string =>
  error instanceof Error && 'syscall' in error
    ? `cannot be run: ${messageOf(error)}`
    : 'was started, but does not answer'

const debianDaemon: Daemon = {
  program: 'dockerd',
  args: [],
  logPath: '/var/log/streamassay-dockerd.log',
  pidFile: { path: '/var/run/docker.pid', program: 'dockerd' },
}

async function untilItAnswers(
  look: () => Promise<EngineSight>,
  ending: () => string | undefined,
  remedy: string,
  signal: AbortSignal | undefined,
): Promise<Engine> {
  return waitUntil<Engine>(
    async () => {
      // Asked for first: an engine that ended before the look, because another runs already, is no failure.
      const ended = ending()
      const sight = await look()
      if ('engine' in sight) return { found: sight.engine }
      if (ended !== undefined) throw new StreamassayError('ENGINE_MISSING', `the engine ${ended}`, { remedy })
      return { seen: sight.absence }
    },
    { what: 'the container engine to answer', timeoutMs: answerTimeoutMs, remedy, ...(signal ? { signal } : {}) },
  )
}
