/** Specs of finding the first byte that is not UTF-8. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { Utf8Guard } from '../../../../../harness/scenario/csv/bytes/utf8-guard.ts'

/** Where decoding first has to stand in for something; the text around must not hold that sign itself. */
const firstFault = (bytes: Uint8Array): number | null => {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const fault = text.indexOf('\ufffd')
  return fault === -1 ? null : Buffer.byteLength(text.slice(0, fault))
}

/** Signs of one to four bytes. */
const sound = fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀'), maxLength: 9 })

function guarded(bytes: Uint8Array, pieceBytes: number): number | null {
  const guard = new Utf8Guard()
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    const fault = guard.findFault(bytes.subarray(start, start + pieceBytes))
    if (fault !== null) return fault.offset
  }
  return guard.findCutOff()
}

test('text passes, wherever its characters are cut into pieces', () => {
  fc.assert(
    fc.property(sound, fc.integer({ min: 1, max: 9 }), (text, pieceBytes) => {
      expect(guarded(Buffer.from(text), pieceBytes)).toBeNull()
    }),
  )
})

test('the first byte that does not belong is found, wherever the pieces end', () => {
  const bytes = fc.tuple(sound, fc.uint8Array({ maxLength: 6 }))
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 9 }), ([text, tail], pieceBytes) => {
      // Closed by a plain letter, so that no character is merely cut off.
      const mixed = Buffer.concat([Buffer.from(text), tail, Buffer.from('z')])
      expect(guarded(mixed, pieceBytes)).toBe(firstFault(mixed))
    }),
    { numRuns: 500 },
  )
})

test('a character that the end cuts off is found', () => {
  expect(guarded(Buffer.from('aé').subarray(0, 2), 10)).toBe(1)
})

test('the byte that does not belong is named, in whichever piece it came', () => {
  const guard = new Utf8Guard()
  expect(guard.findFault(Buffer.from('abc'))).toBeNull()
  expect(guard.findFault(Buffer.from([0x64, 0x65, 0xff, 0x66]))).toEqual({ offset: 5, byte: 0xff })
  const cut = new Utf8Guard()
  expect(cut.findFault(Buffer.from([0x61, 0xc3]))).toBeNull()
  expect(cut.findFault(Buffer.from('b'))).toEqual({ offset: 1, byte: 0xc3 })
})
