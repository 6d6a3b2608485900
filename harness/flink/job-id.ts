/** Job ids are ours to choose, and say whose a job is: so one that its process has left behind can be told from all others. */
import { createHash, randomBytes } from 'node:crypto'
import { hostname } from 'node:os'

// 32 hexadecimal digits: a mark, the host, the process, and chance.
const form = /^5a55a55a([0-9a-f]{6})([0-9a-f]{8})[0-9a-f]{10}$/
const mark = '5a55a55a'

const hostDigits = (): string => createHash('sha256').update(hostname()).digest('hex').slice(0, 6)

/** A new id for a job of this process. */
export const newJobId = (pid = process.pid): string =>
  `${mark}${hostDigits()}${pid.toString(16).padStart(8, '0')}${randomBytes(5).toString('hex')}`

/** A new id for a job that outlives the process that submits it, and is nobody's to cancel. */
export const ownerlessJobId = (): string => randomBytes(16).toString('hex')

/** The process of this host that a job is of; null for a job of another host's, or that is not ours. */
export function processOfJob(jobId: string): number | null {
  const [, host, pid] = form.exec(jobId) ?? []
  return host === hostDigits() && pid !== undefined ? Number.parseInt(pid, 16) : null
}
