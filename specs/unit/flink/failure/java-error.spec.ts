/** Specs of reading Java's stack traces. */
import { expect, test } from 'vitest'

import { causeLines, rootCause } from '../../../../harness/flink/failure/java-error.ts'

test('the innermost cause is the one that stands last', () => {
  const trace =
    'a.B: first\n\tat a.C.d(C.java:1)\nCaused by: e.F: second\n\tat a.C.d(C.java:2)\n\t... 3 more\n' +
    'Caused by: g.H: third\n\tat a.C.d(C.java:3)\n'
  expect(rootCause(trace)).toEqual({ type: 'g.H', message: 'third' })
})

test('a message may have several lines, and colons', () => {
  expect(rootCause('a.B: one: two\nthree\n\tat a.C.d(C.java:1)')).toEqual({ type: 'a.B', message: 'one: two\nthree' })
})

test('an exception without a message has an empty one', () => {
  expect(rootCause('Caused by: java.lang.IllegalArgumentException\n\tat a.C.d(C.java:1)')).toEqual({
    type: 'java.lang.IllegalArgumentException',
    message: '',
  })
})

test('a class that is repeated in front of the message is told once', () => {
  expect(rootCause('Caused by: a.B: a.B: no slots')).toEqual({ type: 'a.B', message: 'no slots' })
})

test('a suppressed exception and its cause are not the root', () => {
  const trace = 'a.B: real\n\tat a.C.d(C.java:1)\n\tSuppressed: x.Y: other\n\tCaused by: x.Z: other\n'
  expect(rootCause(trace)).toEqual({ type: 'a.B', message: 'real' })
})

test('the chain has a line for each cause, which is seen to be cut where it is too long', () => {
  const trace = `a.Outer: b.Inner: said twice\n\tat a.C.d(C.java:1)\nCaused by: b.Inner: ${'x'.repeat(80)}\n`
  expect(causeLines(trace)).toEqual(['Outer', `Inner: ${'x'.repeat(72)}…`])
})
