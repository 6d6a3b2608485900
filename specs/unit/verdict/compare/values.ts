/** Arbitrary pairs of values that are often equal, and often only nearly so. */
import * as fc from 'fast-check'

import { Decimal } from '../../../../harness/scenario/decimal.ts'

/** A NaN of other bits than JavaScript's own. */
const otherNaN = new Float64Array(Uint32Array.of(5, 0x7f_f8_00_03).buffer)[0]

const literal = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    -0,
    0n,
    1,
    1n,
    1.5,
    '1',
    'true',
    true,
    null,
    undefined,
    Number.NaN,
    Infinity,
    '',
    'a',
    'ab',
  ),
  fc.constantFrom<unknown>(2 ** 53, 2n ** 53n, 2n ** 53n + 1n, 1e22, 10n ** 22n, -(2 ** 64), -(2n ** 64n), 2n ** 70n),
  fc.constantFrom(
    ...['0', '1.0', '1.50', '1e22', '9007199254740993', '0.1', '0.10', '0.1000000000000000001', '1e-400'].map((text) =>
      Decimal.of(text),
    ),
  ),
  fc.constantFrom<unknown>(
    0.1,
    9_007_199_254_740_992,
    otherNaN,
    new Date(0),
    '1970-01-01T00:00:00.000Z',
    Symbol.iterator,
    () => 1,
    Uint8Array.of(1),
    [1],
  ),
)

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    literal,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', '0', 'toString', '__proto__'), tie('value'), { maxKeys: 3 }),
    fc.tuple(tie('value'), tie('value')).map((entry) => new Map([entry])),
    fc.sparseArray(tie('value'), { maxLength: 3 }),
  ),
}))

/** Other ways to write what is equal; what has none stays. */
const twins = new Map<unknown, unknown>([
  [0, -0],
  [1, 1n],
  [0n, 0],
  [2 ** 53, 2n ** 53n],
  [10n ** 22n, 1e22],
  [-(2 ** 64), -(2n ** 64n)],
  [true, 'true'],
  [1.5, Decimal.of('1.50')],
  [Number.NaN, otherNaN],
])

/** The same value written in another way at every depth: fields in the opposite order, numbers of another type. */
function rewritten(any: unknown): unknown {
  if (Array.isArray(any)) return Array.from(any, (element: unknown) => rewritten(element) ?? null)
  if (typeof any !== 'object' || any === null || Object.getPrototypeOf(any) !== Object.prototype) {
    return twins.get(any) ?? any
  }
  return Object.fromEntries(
    Object.entries(any)
      .toReversed()
      .map(([name, field]) => [name, rewritten(field)]),
  )
}

/** Two values: any two, or one and itself written in another way, or with more fields than are compared one by one. */
export const alikeValues: fc.Arbitrary<[unknown, unknown]> = fc.oneof(
  fc.tuple(value, value),
  value.map((one): [unknown, unknown] => [one, rewritten(one)]),
  fc.tuple(value, value).map(([a, b]): [unknown, unknown] => [wide(a), rewritten(wide(b))]),
)

const wide = (last: unknown): unknown =>
  Object.fromEntries([...Array.from({ length: 40 }, (_, number) => [`f${number}`, number]), ['last', last]])
