/** Specs of waiting a moment for the news that a broker died. */
import { expect, test } from 'vitest'

import { deathOr } from '../../../harness/kafka/death.ts'
import { ConnectionLost } from '../../../harness/kafka/wire/connection.ts'

const loss = new Error('cannot read', { cause: new ConnectionLost('the connection broke') })
const death = new Error('the container of kafka exited with 137')

test('a broken connection is told as the death that is heard of before or soon after', async () => {
  expect(await deathOr(loss, AbortSignal.abort(death))).toBe(death)
  const died = new AbortController()
  setTimeout(() => died.abort(death), 50)
  expect(await deathOr(loss, died.signal)).toBe(death)
})

test('a broken connection without such news is told as it is, after a second', async () => {
  const startedMs = performance.now()
  expect(await deathOr(loss, new AbortController().signal)).toBe(loss)
  expect(performance.now() - startedMs).toBeLessThan(3000)
})

test('any other failure, and one that nobody could hear more of, is told at once', async () => {
  const startedMs = performance.now()
  const refusal = new Error('the topic is too large')
  expect(await deathOr(refusal, new AbortController().signal)).toBe(refusal)
  expect(await deathOr(loss, undefined)).toBe(loss)
  expect(performance.now() - startedMs).toBeLessThan(500)
})
