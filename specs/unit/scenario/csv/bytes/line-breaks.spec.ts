/** Specs of line breaks of all three kinds. */
import { expect, test } from 'vitest'

import { countLineBreaks, nextLineStart } from '../../../../../harness/scenario/csv/bytes/line-breaks.ts'

test.each([
  ['', 0],
  ['a', 0],
  ['a\nb\rc\r\nd', 3],
  ['\n\n\r\r\n', 4],
])('%j has %i line breaks', (text, count) => expect(countLineBreaks(text)).toBe(count))

test.each([
  ['a\nb', 2],
  ['a\r\nb', 3],
  ['a\rb', 2],
  ['\n', 1],
  ['a', -1],
  ['a\r', -1],
  ['', -1],
])('after the first line of %j the next begins at %i', (text, start) =>
  expect(nextLineStart(Buffer.from(text), 0)).toBe(start),
)
