/** Specs of waiting for the news that a part of the cluster died. */
import { expect, test } from 'vitest'

import { StreamassayError } from '../../../harness/errors.ts'
import { orDeath } from '../../../harness/flink/death.ts'
import { nextTurn } from '../../patience.ts'

const remedy = 'None.'
const closed = new StreamassayError('FLINK_REST_FAILED', 'other side closed', { remedy, cause: new Error('closed') })
const refused = new StreamassayError('FLINK_REST_FAILED', '409 Conflict', { remedy })
const death = new Error('the container of jobmanager exited with 137')

/** What a busy engine takes to report the end of a container. */
const busyMs = 1500

function diesAfter(afterMs: number): AbortSignal {
  const died = new AbortController()
  setTimeout(() => died.abort(death), afterMs)
  return died.signal
}

test('a lost connection is reported as the death that a busy engine reports later', async () => {
  await expect(orDeath(Promise.reject(closed), diesAfter(busyMs))).rejects.toBe(death)
})

test('a refusal is reported as the death that comes soon after, and else as it is', async () => {
  await expect(orDeath(Promise.reject(refused), diesAfter(20))).rejects.toBe(death)
  await expect(orDeath(Promise.reject(refused), new AbortController().signal)).rejects.toBe(refused)
})

test('any other error, and one without a signal, is reported before any timer', async () => {
  const other = new Error('the job is too large')
  const asIs = [
    orDeath(Promise.reject(other), new AbortController().signal),
    orDeath(Promise.reject(closed), undefined),
  ]
  for (const [at, error] of [other, closed].entries()) {
    expect(await Promise.race([asIs[at]?.catch((thrown: unknown) => thrown), nextTurn()])).toBe(error)
  }
})
