/** Which of its limits a container has reached at this moment: what its job, or another one there, does without end. */
import type { EngineApi } from './engine-api.ts'
import { exec } from './exec.ts'

const timeoutMs = 5_000
/** A process that was refused has left room: so much of a limit counts as all of it. */
const almostAll = 0.95

/** As much of the engine's statistics as tells of processes. */
interface Statistics {
  readonly pids_stats?: { readonly current?: number; readonly limit?: number }
}

/** The limits as clauses, `1020 of 1024 processes and threads`; none where the engine or the container does not say. */
export async function reachedLimits(api: EngineApi, container: string): Promise<readonly string[]> {
  const asked = await Promise.allSettled([processes(api, container), folders(api, container)])
  return asked.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
}

async function processes(api: EngineApi, container: string): Promise<readonly string[]> {
  const path = `/containers/${container}/stats?stream=false&one-shot=true`
  const answer = await api({ method: 'GET', path, signal: AbortSignal.timeout(timeoutMs) })
  const { pids_stats: counted } = JSON.parse(answer.toString()) as Statistics
  const { current = 0, limit = Infinity } = counted ?? {}
  return current >= limit * almostAll ? [`${current} of ${limit} processes and threads`] : []
}

async function folders(api: EngineApi, container: string): Promise<readonly string[]> {
  // In KiB, and in one line each, of the temporary folders alone: what they are mounted from is not of interest.
  const command = ['df', '--output=size,used,target', '--type=tmpfs']
  const said = await exec(api, { container, command, signal: AbortSignal.timeout(timeoutMs) })
  return said.split('\n').flatMap((line) => {
    const [, size, used, folder] = /^ *(\d+) +(\d+) +(\/(?:tmp|var|opt)\S*)$/.exec(line) ?? []
    if (size === undefined || used === undefined || Number(used) < Number(size) * almostAll) return []
    return [`${mebibytes(used)} of ${mebibytes(size)} MiB in ${folder}`]
  })
}

const mebibytes = (kibibytes: string): number => Math.round(Number(kibibytes) / 1024)
