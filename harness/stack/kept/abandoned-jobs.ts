/** Jobs on a kept stack whose run was killed: nobody will cancel them, and they hold slots that other runs need. */
import { readJobs, requestCancel } from '../../flink/endpoints.ts'
import { ownerOfJob } from '../../flink/job-id.ts'
import type { RestLimits } from '../../flink/rest.ts'
import { noLeases, readLeases } from '../cleanup/lease.ts'
import { isElsewhere, processState } from '../cleanup/owners.ts'
import type { EngineApi } from '../engine/engine-api.ts'

/**
 * Asks for every job to be cancelled whose process has ended, or has not renewed its lease for a minute. Jobs of which that
 * cannot be told are left alone.
 */
export async function cancelAbandonedJobs(flinkUrl: string, api: EngineApi, limits: RestLimits): Promise<void> {
  const jobs = await readJobs(flinkUrl, limits)
  const owned = jobs.flatMap(({ id, status }) => {
    const owner = ownerOfJob(id)
    return endedStates.has(status) || owner === null ? [] : [{ id, owner }]
  })
  // Most often all are of this machine, and nothing has to be asked of the engine.
  const leases = owned.some(({ owner }) => isElsewhere(owner)) ? await readLeases(api) : noLeases
  const abandoned = owned.filter(({ owner }) => processState(owner, leases) === 'gone')
  await Promise.all(abandoned.map(({ id }) => requestCancel(flinkUrl, id, limits)))
}

const endedStates = new Set(['FINISHED', 'FAILED', 'CANCELED', 'CANCELLING'])
