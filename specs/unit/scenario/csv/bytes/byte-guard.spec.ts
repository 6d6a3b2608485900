/** Specs of finding the bytes that no CSV file should have. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { ByteGuard } from '../../../../../harness/scenario/csv/bytes/byte-guard.ts'

/** Where something is wrong, when the bytes come so many at a time. */
function faultsOf(bytes: Uint8Array, pieceBytes: number): number[] {
  const guard = new ByteGuard()
  const faults = []
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    faults.push(...guard.findFaults(bytes.subarray(start, start + pieceBytes)))
  }
  const cutOff = guard.findCutOff()
  return [...faults, ...(cutOff === null ? [] : [cutOff])].map(({ offset }) => offset)
}

test('each run of NUL bytes and the first byte that is not UTF-8 are found, however the file is cut', () => {
  expect(faultsOf(Buffer.from('a\0b\0\0\xe9c\xe9\0', 'latin1'), 100)).toEqual([1, 3, 5, 8])
  const bytes = fc.array(fc.constantFrom(0, 0x61, 0x62, 0xc3, 0xa9), { maxLength: 20 }).map((some) => Buffer.from(some))
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 5 }), (some, pieceBytes) => {
      // A character that a piece leaves open is known to be bad only with the next one.
      expect(faultsOf(some, pieceBytes).toSorted((one, other) => one - other)).toEqual(
        faultsOf(some, 100).toSorted((one, other) => one - other),
      )
    }),
    { numRuns: 500 },
  )
})

test('runs of NUL bytes are told twenty times at most', () => {
  expect(faultsOf(Buffer.from('a\0'.repeat(100)), 7)).toHaveLength(20)
})
