/** Specs of telling other files from UTF-8 text by their first bytes. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { foreignKind } from '../../../../../harness/scenario/csv/bytes/file-kind.ts'

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')

test('text is taken for UTF-8, whatever its letters are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(foreignKind(Buffer.from(`a${text}`))).toBeNull()
    }),
  )
  expect(foreignKind(Buffer.from('\ufeffday,id'))).toBeNull()
  expect(foreignKind(Buffer.of())).toBeNull()
})

test.each([
  ['UTF-16 little-endian (without a byte-order mark)', utf16('a,b')],
  ['UTF-16 big-endian (without a byte-order mark)', utf16('a,b').swap16()],
  ['UTF-16 little-endian (by its byte-order mark)', utf16('\ufeff日')],
  ['UTF-16 big-endian (by its byte-order mark)', utf16('\ufeff日').swap16()],
  ['UTF-32 big-endian (by its byte-order mark)', Buffer.of(0, 0, 0xfe, 0xff, 0, 0, 0, 0x61)],
])('%s is known', (name, bytes) => expect(foreignKind(bytes)).toMatchObject({ name }))

test.each([['a\0b'], ['a\0\0\0'], ['\0\0\0\0'], ['a\0b,'], ['ab\0\0\0\0']])('%j is text with NUL bytes in it', (text) =>
  expect(foreignKind(Buffer.from(text))).toBeNull(),
)
