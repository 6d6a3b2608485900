/** What two rows are paired by when their values differ. */
import { describe, expect, test } from 'vitest'

import { expectedIdentity, observedIdentity } from '../../../../harness/verdict/compare/identity.ts'

interface Out {
  readonly id: number
  readonly name: string
}
const byName = (out: Out): string => out.name.toLowerCase()
const broken = (): string => {
  throw new Error('no name')
}

describe('the identity of a row', () => {
  test('is the same on both sides for a field, for fields and for a function', () => {
    const [expected, observed] = [
      { out: { id: 1, name: 'A' }, line: 2 },
      { id: 1n, name: 'A', more: true },
    ]
    for (const identity of ['id', ['name', 'id'], byName] as const) {
      expect(observedIdentity<Out>(identity, observed)).toBe(expectedIdentity<Out>(identity, expected))
    }
  })

  test('tells rows apart whose fields differ, even if their texts run together', () => {
    expect(observedIdentity<Out>(['id', 'name'], { id: 1, name: '2' })).not.toBe(
      observedIdentity<Out>(['id', 'name'], { id: 12, name: '' }),
    )
  })

  test('is none for an observed value of another shape, whatever the identity does with it', () => {
    for (const value of [null, 7, 'text', [], {}, undefined]) {
      expect(observedIdentity<Out>('name', value)).toBeNull()
      expect(observedIdentity<Out>(['id', 'name'], value)).toBeNull()
      expect(observedIdentity<Out>(byName, value)).toBeNull()
      expect(observedIdentity<Out>((out) => out?.id, value)).toBeNull()
    }
  })

  test('is none for a value that is no row, though it has a property of that name', () => {
    expect(observedIdentity<{ length: number }>('length', 'text')).toBeNull()
    expect(observedIdentity<{ toString: string }>('toString', { id: 1 })).toBeNull()
  })

  test('is none unless every field is there, on both sides', () => {
    for (const row of [{ id: 1 }, { name: 'A' }]) {
      expect(observedIdentity<Out>(['id', 'name'], row)).toBeNull()
      expect(expectedIdentity<Out>(['id', 'name'], { out: row as Out, line: 2 })).toBeNull()
    }
  })

  test('is what the row looks like on the wire', () => {
    expect(observedIdentity<{ at: Date }>('at', { at: '1970-01-01T00:00:00.000Z' })).toBe(
      expectedIdentity<{ at: Date }>('at', { out: { at: new Date(0) }, line: 2 }),
    )
  })

  test.each([['text'], [7], [7n]])('may be given by a function as text or number: %s', (key) => {
    const other = typeof key === 'string' ? `${key}!` : 8
    expect(observedIdentity<unknown>(() => key, {})).not.toBeNull()
    expect(observedIdentity<unknown>(() => key, {})).not.toBe(observedIdentity<unknown>(() => other, {}))
  })

  test.each([[true], [null], [undefined], [{ id: 1 }], [['A']], [Symbol.iterator]])(
    'is none where a function gives no text or number: %s',
    (key) => {
      expect(observedIdentity<unknown>((() => key) as unknown as () => string, {})).toBeNull()
    },
  )

  test.each([
    [17, 'input line 17'],
    [null, 'the sentinel'],
  ])('names the row, and what to do, when its function fails on an expected one: line %s', (line, named) => {
    expect(() => expectedIdentity<Out>(broken, { out: { id: 1, name: 'A' }, line })).toThrow(
      expect.objectContaining({
        code: 'SCENARIO_INVALID',
        message: `the scenario's identity function failed on the row expected for ${named}: no name, thrown at specs/unit/verdict/compare/identity.spec.ts:12`,
        remedy: 'Let `identity` accept every row of the reference, or name a field instead.',
        cause: new Error('no name'),
      }),
    )
  })
})
