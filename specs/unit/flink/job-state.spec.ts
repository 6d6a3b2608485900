/** Specs of keeping what Flink knows of a job. */
import { expect, test } from 'vitest'

import { readJobState } from '../../../harness/flink/job-state.ts'
import { limitByHand } from '../limit-by-hand.ts'
import { fakeFlink } from './fake-flink.ts'

test("Flink's answers are kept as they are, and one that does not come says why", async () => {
  await using flink = await fakeFlink({
    'GET /jobs/a1/plan': { body: { plan: 1 } },
    'GET /jobs/a1/checkpoints': { body: { counts: 2 } },
    'GET /jobs/a1/config': 'never',
    'GET /jobs/a1': { body: { jid: 'a1' } },
  })
  const limit = limitByHand()
  const read = readJobState(flink.url, 'a1', { timeoutMs: limit.timeoutMs })
  // The requests go out in this order, and the limit of the last one alone passes.
  await limit.pass(() => flink.asked.length === 4, 3)
  expect(await read).toEqual({
    'job.json': '{"jid":"a1"}\n',
    'plan.json': '{"plan":1}\n',
    'checkpoints.json': '{"counts":2}\n',
    'configuration.json': expect.stringMatching(/^\(not available: .* no answer within 0.2 s\)\n$/),
  })
})
