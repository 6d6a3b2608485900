/** Specs of made-up values: that each is one of its column, and that every edge comes. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import { edgesOf, hostileCell, tameCell } from '../../../../harness/property/arbitrary/cells.ts'
import { column } from '../../../../harness/scenario/columns.ts'

const types = ['text', 'int', 'long', 'double', 'decimal', 'boolean', 'date'] as const
const keyOf = (value: unknown): string => (Object.is(value, -0) ? '-0' : String(value))

describe.each(types)('%s', (type) => {
  test('every hostile value and every tame one is a value of the column', () => {
    for (const values of [hostileCell(type), tameCell(type)]) {
      const made = fc.sample(values, { numRuns: 2000, seed: 1 })
      expect(made.filter((value) => !z.safeEncode(column[type](), value as never).success)).toEqual([])
    }
  })

  test('every edge comes among a few thousand', () => {
    const made = new Set(fc.sample(hostileCell(type), { numRuns: 5000, seed: 1 }).map(keyOf))
    expect(edgesOf(type).filter((edge) => !made.has(keyOf(edge)))).toEqual([])
  })
})

test('no text has half of a surrogate pair, and no number is without an end', () => {
  expect((fc.sample(hostileCell('text'), 5000) as string[]).filter((text) => !text.isWellFormed())).toEqual([])
  expect((fc.sample(hostileCell('double'), 5000) as number[]).filter((one) => !Number.isFinite(one))).toEqual([])
})

test('tame text is of ASCII letters, tame doubles are quarters', () => {
  expect((fc.sample(tameCell('text'), 500) as string[]).filter((text) => !/^[a-z]+$/.test(text))).toEqual([])
  expect((fc.sample(tameCell('double'), 500) as number[]).filter((one) => !Number.isInteger(one * 4))).toEqual([])
})
