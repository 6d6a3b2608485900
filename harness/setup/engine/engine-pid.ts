/** An engine that was killed leaves a pid file behind, and a new one does not start while the number is taken. */
import { readFile, rm } from 'node:fs/promises'

import { waitUntil } from '../../wait-until.ts'
import type { Engine, EngineSight } from './engine.ts'
import type { Progress } from '../progress.ts'

const answerTimeoutMs = 60_000
// Whoever adopts orphans reaps them within moments, or (in many containers) never.
const reapTimeoutMs = 2_000

/** Where an engine keeps its pid, and the name of its program. */
export interface PidFile {
  readonly path: string
  readonly program: string
}

/**
 * Makes way for an engine to start. An engine that is alive is waited for, until it answers (then it is returned) or
 * has ended; a pid file whose number belongs to a dead process that nobody reaps, or to another program by now, is
 * removed.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT` when the engine of the file lives and does not answer
 */
export async function makeWay(
  { path, program }: PidFile,
  options: {
    readonly look: () => Promise<EngineSight>
    readonly progress: Progress
    readonly signal?: AbortSignal | undefined
  },
): Promise<Engine | undefined> {
  const { look, progress, signal } = options
  const pid = (await readFile(path, 'utf8').catch(() => '')).trim()
  if (!/^\d+$/.test(pid)) return undefined
  const sinceMs = performance.now()
  const outcome = await waitUntil<Engine | ProcessState>(
    async () => {
      const sight = await look()
      if ('engine' in sight) return { found: sight.engine }
      const state = await processState(pid)
      const isWaitedFor = state.isDead ? performance.now() - sinceMs < reapTimeoutMs : state.program === program
      return isWaitedFor ? { seen: sight.absence } : { found: state }
    },
    {
      what: `process ${pid}, the engine that holds ${path}, to answer or to end`,
      timeoutMs: answerTimeoutMs,
      remedy: `Read the log of the engine, or end process ${pid}.`,
      ...(signal ? { signal } : {}),
    },
  )
  if ('dockerode' in outcome) return outcome
  if (outcome.program !== undefined) {
    progress(`removing ${path}: the engine of process ${pid} has ended`)
    await rm(path, { force: true })
  }
  return undefined
}

interface ProcessState {
  /** The name of its program; undefined when there is no such process. */
  readonly program: string | undefined
  /** It has ended, and only its entry is left. */
  readonly isDead: boolean
}

/** Read from `/proc/<pid>/stat`: number, name in brackets (which may hold anything), state. */
async function processState(pid: string): Promise<ProcessState> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const found = /^\d+ \((?<program>.*)\) (?<state>\S)/s.exec(stat)?.groups
  return { program: found?.['program'], isDead: found?.['state'] === 'Z' }
}
