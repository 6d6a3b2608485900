/** Who this process is among all that may share a container engine: a host's name and a process id are not enough for that. */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'

/** A process that has created something on an engine or submitted a job. */
export interface ProcessMark {
  /**
   * The kernel and the process namespace in which `pid` is a process, as 8 hexadecimal digits; `unknownNamespace` where the
   * system does not say. Containers of one host name have different ones.
   */
  readonly namespace: string
  readonly pid: number
  /** Of this process alone: 8 random hexadecimal digits. */
  readonly session: string
}

export const unknownNamespace = '00000000'

export const thisProcess: ProcessMark = {
  namespace: ownNamespace(),
  pid: process.pid,
  session: randomBytes(4).toString('hex'),
}

/**
 * Looks for the process of a mark: `alive` and `ended` are certain, as its process ids are ours; `elsewhere` if they are not,
 * so that nothing can be said from here.
 */
export function lookFor({ namespace, pid }: ProcessMark, own = thisProcess.namespace): 'alive' | 'ended' | 'elsewhere' {
  if (namespace !== own || namespace === unknownNamespace) return 'elsewhere'
  return isProcessAlive(pid) ? 'alive' : 'ended'
}

function isProcessAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, as somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function ownNamespace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const namespace = readlinkSync('/proc/self/ns/pid')
    return createHash('sha256').update(`${boot} ${namespace}`).digest('hex').slice(0, 8)
  } catch {
    return unknownNamespace
  }
}
