/** The reason of an error of kafkajs's, out of the wrappings that it comes in. */
import { expect, test } from 'vitest'

import { protocolErrorOf, reasonOf } from '../../../harness/kafka/kafkajs-errors.ts'

const refused = Object.assign(new Error('no such topic'), { type: 'UNKNOWN_TOPIC_OR_PARTITION' })

test('the reason is that of the innermost cause', () => {
  expect(reasonOf(new Error('tried 5 times', { cause: new Error('gave up', { cause: refused }) }))).toBe(
    'no such topic',
  )
})

test('the reasons of several errors are joined', () => {
  const several = Object.assign(new Error('creation errors'), { errors: [refused, new Error('bad name')] })
  expect(reasonOf(several)).toBe('no such topic; bad name')
})

test('whatever else is thrown has a reason too', () => {
  expect(reasonOf('just words')).toBe('just words')
})

test("the broker's name of an error is found in its causes, and is null when there is none", () => {
  expect(protocolErrorOf(new Error('tried 5 times', { cause: refused }))).toBe('UNKNOWN_TOPIC_OR_PARTITION')
  expect(protocolErrorOf(new Error('socket closed'))).toBeNull()
})
