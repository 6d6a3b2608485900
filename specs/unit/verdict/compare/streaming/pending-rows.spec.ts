/** The expected rows that wait. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { fingerprint } from '../../../../../harness/verdict/compare/streaming/fingerprint.ts'
import { PendingRows } from '../../../../../harness/verdict/compare/streaming/pending-rows.ts'

const fingerprintOf = (out: string): number => fingerprint(out, new Map())

const pendingOf = (letters: string): PendingRows<string> => {
  const pending = new PendingRows<string>(fingerprintOf)
  for (const [number, out] of letters.split('').entries())
    pending.push({ row: { out, line: null }, inputPartition: 0 }, number)
  return pending
}

describe('PendingRows', () => {
  test('looks at the first rows only, unless it is asked by fingerprint', () => {
    const pending = pendingOf('abcab')
    expect(pending.near('c', 2)).toBeUndefined()
    expect(pending.near('c', 3)).toMatchObject({ number: 2, fingerprint: null })
    expect(pending.find(fingerprintOf('c'))).toMatchObject({ number: 2, fingerprint: fingerprintOf('c') })
    expect(pending.find(fingerprintOf('d'))).toBeUndefined()
  })

  test('finds the first that is left of each row, both ways, as rows come and go', () => {
    const letter = fc.constantFrom('a', 'b', 'c')
    const step = fc.record({ kind: fc.constantFrom('push', 'near', 'find'), out: letter })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const pending = pendingOf('')
        const model: { out: string; number: number }[] = []
        for (const [number, { kind, out }] of steps.entries()) {
          if (kind === 'push') {
            pending.push({ row: { out, line: null }, inputPartition: 0 }, number)
            model.push({ out, number })
            continue
          }
          const found = kind === 'near' ? pending.near(out, model.length) : pending.find(fingerprintOf(out))
          const place = model.findIndex((row) => row.out === out)
          expect(found?.number).toBe(model[place]?.number)
          if (found !== undefined) {
            pending.remove(found)
            model.splice(place, 1)
          }
          expect(pending.size).toBe(model.length)
        }
        expect(new Set(pending.fingerprints())).toEqual(new Set(model.map(({ out }) => fingerprintOf(out))))
      }),
      { numRuns: 500 },
    )
  })

  test('does not take a row for the first of its fingerprint that is the second', () => {
    const pending = new PendingRows<string>(() => 1)
    for (const [number, out] of ['a', 'b'].entries())
      pending.push({ row: { out, line: null }, inputPartition: 0 }, number)
    expect(pending.find(1)).toMatchObject({ number: 0 })
    expect(pending.near('b', 2)).toBeUndefined()
    expect(pending.near('a', 2)).toMatchObject({ number: 0 })
  })

  test('is empty once it is cleared', () => {
    const pending = pendingOf('ab')
    pending.find(0)
    pending.clear()
    expect([pending.size, pending.near('a', 9), pending.find(fingerprintOf('a'))]).toEqual([0, undefined, undefined])
  })
})
