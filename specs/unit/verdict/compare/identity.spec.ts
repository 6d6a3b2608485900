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

  test('names the input line when its function fails on an expected row', () => {
    expect(() => expectedIdentity<Out>(broken, { out: { id: 1, name: 'A' }, line: 17 })).toThrow(
      expect.objectContaining({
        code: 'SCENARIO_INVALID',
        message: "the scenario's identity function failed on the row expected for input line 17: no name",
      }),
    )
  })
})
