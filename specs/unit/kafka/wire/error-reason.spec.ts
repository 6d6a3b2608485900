/** The reason of a Kafka library's error, out of the wrappings that it comes in. */
import { MultipleErrors, ProtocolError, ResponseError } from '@platformatic/kafka'
import { expect, test } from 'vitest'

import { isTransient, protocolErrorOf, reasonOf } from '../../../../harness/kafka/wire/error-reason.ts'

const unknownTopic = new ProtocolError('UNKNOWN_TOPIC_OR_PARTITION')
const badName = new ProtocolError('INVALID_TOPIC_EXCEPTION', 'a blank is not allowed')
const answer = new ResponseError(3, 12, { '/topics/0': [3, null], '/topics/1': [17, 'a blank is not allowed'] }, {})

test('the reason is that of the innermost cause', () => {
  const refused = new Error('connection refused')
  expect(reasonOf(new Error('tried 5 times', { cause: new Error('gave up', { cause: refused }) }))).toBe(
    'connection refused',
  )
})

test('the reasons of several errors are joined', () => {
  expect(reasonOf(new MultipleErrors('both failed', [new Error('one'), new Error('other')]))).toBe('one; other')
})

test("the broker's own words are the reason where it gave some, and else those of the protocol", () => {
  expect(reasonOf(badName)).toBe('a blank is not allowed')
  expect(reasonOf(unknownTopic)).toBe('This server does not host this topic-partition.')
  expect(reasonOf(answer)).toBe('This server does not host this topic-partition.; a blank is not allowed')
})

test('whatever else is thrown has a reason too', () => {
  expect(reasonOf('just words')).toBe('just words')
})

test("the broker's name of an error is that of the first in an answer, and is null when there is none", () => {
  expect(protocolErrorOf(answer)).toBe('UNKNOWN_TOPIC_OR_PARTITION')
  expect(protocolErrorOf(new Error('socket closed'))).toBeNull()
  expect(protocolErrorOf('just words')).toBeNull()
})

test('what the protocol calls worth another try is transient, and nothing else', () => {
  expect(isTransient(answer)).toBe(true)
  expect(isTransient(badName)).toBe(false)
  expect(isTransient(new Error('socket closed'))).toBe(false)
})
