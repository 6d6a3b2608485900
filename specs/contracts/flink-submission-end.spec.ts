/** Submissions after which the cluster takes no other one: in this order, the second of them needs none that does. */
import { describe, expect } from 'vitest'

import { StreamassayError } from '../../harness/errors.ts'
import { limitByHand } from '../unit/limit-by-hand.ts'
import { test } from './cluster.ts'

describe('submitJob', { shuffle: false }, () => {
  test('a main that does not come back is told, and why no other is taken before it does', async ({ cluster }) => {
    const limit = limitByHand()
    const hanging = cluster.submit(['--main', 'hangs'], { timeoutMs: limit.timeoutMs })
    await limit.pass(async () => (await cluster.log()).includes('waiting for nothing'))
    await expect(hanging).rejects.toMatchObject({
      code: 'WAIT_TIMED_OUT',
      message: expect.stringContaining('main() of probe.job did not return in time'),
      details: ['waiting for nothing'],
    })
    await expect(cluster.submit([])).rejects.toThrow('the Python process of another submission still runs')
  })

  test('a JobManager that is gone ends a submission with why it is gone', async ({ cluster }) => {
    await cluster.kill()
    await expect(cluster.submit([])).rejects.toMatchObject({
      code: 'FLINK_REST_FAILED',
      message: expect.stringContaining('ECONNREFUSED'),
    })
    const died = new AbortController()
    const reason = new StreamassayError('CONTAINER_DIED', 'jobmanager exited with 137', { remedy: 'Read its log.' })
    const submitted = cluster.submit([], { signal: died.signal })
    setImmediate(() => died.abort(reason))
    await expect(submitted).rejects.toBe(reason)
  })
})
