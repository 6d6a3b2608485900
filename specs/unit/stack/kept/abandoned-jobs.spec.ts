/** Specs of cancelling what killed runs have left running. */
import { spawnSync } from 'node:child_process'

import { expect, test } from 'vitest'

import { newJobId } from '../../../../harness/flink/job-id.ts'
import type { EngineApi } from '../../../../harness/stack/engine/engine-api.ts'
import { cancelAbandonedJobs } from '../../../../harness/stack/kept/abandoned-jobs.ts'
import { type ProcessMark, thisProcess } from '../../../../harness/this-process.ts'
import { ownerText } from '../../../../harness/stack/cleanup/labels.ts'
import { fakeFlink } from '../../flink/fake-flink.ts'

const ended = (): number => spawnSync(process.execPath, ['--version']).pid

const lease = (owner: ProcessMark, CreatedAt: string) => ({
  Labels: { 'streamassay.owner': ownerText(owner), 'streamassay.lease': '' },
  CreatedAt,
})

/** The requests by which jobs are cancelled. */
async function cancelled(api: EngineApi, ...jobs: readonly { id: string; status: string }[]): Promise<string[]> {
  await using flink = await fakeFlink({ 'GET /jobs': { body: { jobs } }, 'PATCH /jobs': { status: 202, body: {} } })
  await cancelAbandonedJobs(flink.url, api, {})
  return flink.asked.filter((request) => request.startsWith('PATCH'))
}

test('of the jobs of this namespace those are cancelled whose process has ended, and the engine is not asked', async () => {
  const gone = { ...thisProcess, pid: ended() }
  const left = newJobId(gone)
  const asked = await cancelled(
    () => Promise.reject(new Error('nothing is to be asked')),
    { id: left, status: 'RUNNING' },
    { id: newJobId(gone), status: 'FINISHED' },
    { id: newJobId(gone), status: 'CANCELLING' },
    { id: newJobId(), status: 'RUNNING' },
    { id: 'd41d8cd98f00b204e9800998ecf8427e', status: 'RUNNING' },
  )
  expect(asked).toEqual([`PATCH /jobs/${left}?mode=cancel`])
})

test('of the jobs of another namespace, as of a second container of one host name, those are cancelled whose lease is stale', async () => {
  const pid = ended()
  const elsewhere = (session: string): ProcessMark => ({ namespace: 'e15e0000', pid, session })
  const [fresh, stale, unknown] = [elsewhere('00000001'), elsewhere('00000002'), elsewhere('00000003')]
  const api: EngineApi = async ({ path }) =>
    Buffer.from(
      JSON.stringify(
        path.startsWith('/info')
          ? { SystemTime: '2020-01-01T00:01:00Z' }
          : { Volumes: [lease(fresh, '2020-01-01T00:00:01Z'), lease(stale, '2020-01-01T00:00:00Z')] },
      ),
    )
  const left = newJobId(stale)
  const jobs = [newJobId(fresh), left, newJobId(unknown)].map((id) => ({ id, status: 'RUNNING' }))
  expect(await cancelled(api, ...jobs)).toEqual([`PATCH /jobs/${left}?mode=cancel`])
})
