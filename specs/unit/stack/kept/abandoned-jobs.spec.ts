/** Specs of cancelling what killed runs have left running. */
import { spawnSync } from 'node:child_process'

import { expect, test } from 'vitest'

import { newJobId } from '../../../../harness/flink/job-id.ts'
import { cancelAbandonedJobs } from '../../../../harness/stack/kept/abandoned-jobs.ts'
import { fakeFlink } from '../../flink/fake-flink.ts'

test('of the jobs that have not ended only those are cancelled whose process is gone', async () => {
  const { pid: gone } = spawnSync(process.execPath, ['--version'])
  const left = newJobId(gone)
  const jobs = [
    { id: left, status: 'RUNNING' },
    { id: newJobId(gone), status: 'FINISHED' },
    { id: newJobId(gone), status: 'CANCELLING' },
    { id: newJobId(), status: 'RUNNING' },
    { id: 'd41d8cd98f00b204e9800998ecf8427e', status: 'RUNNING' },
  ]
  await using flink = await fakeFlink({ 'GET /jobs': { body: { jobs } }, 'PATCH /jobs': { status: 202, body: {} } })
  await cancelAbandonedJobs(flink.url, {})
  expect(flink.asked).toEqual(['GET /jobs', `PATCH /jobs/${left}?mode=cancel`])
})
