/** Jobs on a kept stack whose run was killed: nobody will cancel them, and they hold slots that other runs need. */
import { readJobs, requestCancel } from '../../flink/endpoints.ts'
import { processOfJob } from '../../flink/job-id.ts'
import type { RestLimits } from '../../flink/rest.ts'
import { isProcessAlive } from '../cleanup/labels.ts'

/** Asks for every job to be cancelled that a process of this host has submitted and left behind; others are left alone. */
export async function cancelAbandonedJobs(flinkUrl: string, limits: RestLimits): Promise<void> {
  const jobs = await readJobs(flinkUrl, limits)
  const abandoned = jobs.filter(({ id, status }) => {
    const pid = processOfJob(id)
    return !endedStates.has(status) && pid !== null && !isProcessAlive(pid)
  })
  await Promise.all(abandoned.map(({ id }) => requestCancel(flinkUrl, id, limits)))
}

const endedStates = new Set(['FINISHED', 'FAILED', 'CANCELED', 'CANCELLING'])
