/** Specs of waiting a moment for the news that a broker died. */
import { expect, test } from 'vitest'

import { deathOr } from '../../../harness/kafka/death.ts'
import { ConnectionLost } from '../../../harness/kafka/wire/connection.ts'
import { nextTurn } from '../../patience.ts'

const loss = new Error('cannot read', { cause: new ConnectionLost('the connection broke') })
const death = new Error('the container of kafka exited with 137')

test('a broken connection is told as the death that is heard of before or soon after', async () => {
  expect(await deathOr(loss, AbortSignal.abort(death))).toBe(death)
  const died = new AbortController()
  // As a busy engine reports it.
  setTimeout(() => died.abort(death), 1500)
  expect(await deathOr(loss, died.signal)).toBe(death)
})

test('a broken connection without such news is told as it is, and not for want of a signal that never comes', async () => {
  expect(await deathOr(loss, new AbortController().signal)).toBe(loss)
})

test('any other failure, and one that nobody could hear more of, is told before any timer', async () => {
  const refusal = new Error('the topic is too large')
  const told = [deathOr(refusal, new AbortController().signal), deathOr(loss, undefined)]
  for (const [at, failure] of [refusal, loss].entries()) {
    expect(await Promise.race([told[at], nextTurn()])).toBe(failure)
  }
})
