/** Job ids are ours to choose, and say whose a job is: so one that its process has left behind can be told from all others. */
import { randomBytes } from 'node:crypto'

import { type ProcessMark, thisProcess } from '../this-process.ts'

// 32 hexadecimal digits: a mark of ours, the process with its namespace and session, and a number that it counts.
const form = /^5a55([0-9a-f]{8})([0-9a-f]{6})([0-9a-f]{8})[0-9a-f]{6}$/
let count = randomBytes(3).readUIntBE(0, 3)

/** A new id for a job of this process. */
export function newJobId({ namespace, pid, session }: ProcessMark = thisProcess): string {
  count = (count + 1) % 0x1_00_00_00
  return `5a55${namespace}${hex(pid)}${session}${hex(count)}`
}

/** A new id for a job that outlives the process that submits it, and is nobody's to cancel. */
export const ownerlessJobId = (): string => randomBytes(16).toString('hex')

/** The process that has submitted a job; null for a job that is not ours. */
export function ownerOfJob(jobId: string): ProcessMark | null {
  const [, namespace, pid, session] = form.exec(jobId) ?? []
  if (namespace === undefined || pid === undefined || session === undefined) return null
  return { namespace, pid: Number.parseInt(pid, 16), session }
}

const hex = (number: number): string => number.toString(16).padStart(6, '0')
