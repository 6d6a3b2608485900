/** A run as a user starts it, whose processes and containers can all be told from everything else on the machine. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'

import { labelFilter, ownerLabel } from '../../harness/stack/cleanup/labels.ts'
import { connectEngine } from '../../harness/stack/engine/engine.ts'
import { waitUntil } from '../../harness/wait-until.ts'

/** How long a run may take to be gone with all that it has made. */
export const cleanTimeoutMs = 30_000

/** Every process that a run starts inherits its environment: this variable says of which run it is. */
const markName = 'STREAMASSAY_ENDURANCE_MARK'

/** Disposing of it ends the looking for its processes, not the run. */
export interface MarkedRun extends Disposable {
  readonly process: ChildProcess
  readonly said: Promise<string>
  /** Its exit code; null after a signal. */
  readonly ended: Promise<number | null>
  /** The processes of the run that live now, with their command lines; the watcher's are among them. */
  processes(): Promise<readonly MarkedProcess[]>
  /** The names of containers and networks that processes of this run have made, and that are there now. */
  leftovers(): Promise<readonly string[]>
  /**
   * Waits until what is there of the run, its processes by their command lines and then its leftovers, is as it should be.
   *
   * @throws StreamassayError `WAIT_TIMED_OUT` after `cleanTimeoutMs`, with what is there
   */
  until(what: string, isSo: (left: readonly string[]) => boolean): Promise<void>
  /** Waits until nothing is there of the run. @throws StreamassayError as `until` does */
  untilClean(): Promise<void>
}

export interface MarkedProcess {
  readonly pid: number
  readonly command: string
}

/** `streamassay run` on a stack of its own. */
export const startMarkedRun = (scenario: string): MarkedRun =>
  startMarked([process.execPath, 'bootstrap/streamassay.js', 'run', scenario, '--own-stack'])

/** A command in a session of its own, as from another terminal. */
export function startMarked(command: readonly string[]): MarkedRun {
  const mark = randomUUID()
  const child = spawn('env', [`${markName}=${mark}`, ...command], { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  // A process that is gone cannot be asked for its environment: what it has made is known by its number.
  const pids = new Set<number>()
  const noted = setInterval(() => void note(), 100)
  const note = async (): Promise<readonly MarkedProcess[]> => {
    const found = await processesOf(mark)
    for (const { pid } of found) pids.add(pid)
    return found
  }
  /** Made by those that have been noted. */
  const ofNoted = async (): Promise<readonly string[]> => {
    const own = (await made()).filter(({ owner }) => pids.has(Number(owner?.split('/')[1])))
    return own.map(({ name }) => name)
  }
  const until: MarkedRun['until'] = (what, isSo) =>
    waitUntil(
      async () => {
        const left = [...(await note()).map(({ command: line }) => line), ...(await ofNoted())]
        return isSo(left) ? { found: undefined } : { seen: left.join('; ') }
      },
      { what, timeoutMs: cleanTimeoutMs, intervalMs: 50, remedy: 'See what the run said, and its watcher.' },
    )
  const ended = once(child, 'exit') as Promise<[number | null]>
  return {
    process: child,
    ended: ended.then(([exitCode]) => exitCode),
    said: Promise.all([text(child.stdout), text(child.stderr)]).then((parts) => parts.join('')),
    processes: note,
    async leftovers() {
      await note()
      return ofNoted()
    },
    until,
    untilClean: () => until('nothing to be left', (left) => left.length === 0),
    [Symbol.dispose]: () => clearInterval(noted),
  }
}

/** Everything on the engine that a stack has made. */
async function made(): Promise<readonly { readonly name: string; readonly owner: string | undefined }[]> {
  const engine = await connectEngine()
  const filters = labelFilter()
  const [containers, networks] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    engine.listNetworks({ filters }),
  ])
  return [
    ...containers.map(({ Names, Id, Labels }) => ({ name: Names[0] ?? Id, owner: Labels[ownerLabel] })),
    ...networks.map(({ Name, Labels }) => ({ name: Name, owner: Labels?.[ownerLabel] })),
  ]
}

async function processesOf(mark: string): Promise<readonly MarkedProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
      if (!environment.split('\0').includes(`${markName}=${mark}`)) return []
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      return [{ pid: Number(pid), command: command.replaceAll('\0', ' ').trim() }]
    }),
  )
  return found.flat()
}
