/** Hostile values of each kind of column: what a job meets in production one day, and no fixture's author thought of. */
import * as fc from 'fast-check'

import type { ColumnType } from '../../scenario/column-kinds.ts'
import { Decimal } from '../../scenario/decimal.ts'

/** The kinds of column that values can be made up for. */
export type DerivableType = Exclude<ColumnType, 'other'>

/** The largest finite float32. Beyond it products overflow to infinity, which JSON has no number for. */
const largestFloat32 = 3.402_823_466_385_288_6e38
const smallestFloat32 = 1.401_298_464_324_817e-45
const int32 = { least: -2_147_483_648, most: 2_147_483_647 }
const int64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n }

/** The first of each list is what a value that does not matter shrinks to. */
const edges = {
  text:
    // What other tools read as something else, or as nothing.
    [
      '',
      ' ',
      '  a  b  ',
      'a',
      'A',
      '0',
      '-0',
      '1e3',
      'null',
      'NULL',
      'NA',
      'None',
      'NaN',
      'true',
      '\\',
      '\\n',
      '%s',
    ].concat(
      ['"', "'", '""', ',', ';', '\n', '\r\n', '\t', '\0', 'a\0b', '\u007F', '{}', '[]', '<b>', '\u00A0', '\u2028'],
      // A letter in two spellings, a letter that grows when it is capitalised, one that has two small forms.
      ['é', 'e\u0301', 'ß', 'İ', 'Σας', 'ﬁ', 'ǆ', 'Ａ', '\uFEFF', '\uFFFD', '\uFFFF'],
      ['עברית', 'العربية', '\u202Eabc', '👍🏽', '👩‍👩‍👧', '𝒜', '日本'],
    ),
  int: [0, 1, -1, 127, 128, -128, -129, 255, 32_767, 32_768, -32_768, 65_536, int32.most, int32.least, int32.most - 1],
  long: [0n, 1n, -1n, 127n, 2n ** 31n - 1n, 2n ** 31n, -(2n ** 31n), -(2n ** 31n) - 1n, 2n ** 32n].concat([
    2n ** 53n - 1n,
    2n ** 53n,
    2n ** 53n + 1n,
    -(2n ** 53n) - 1n,
    int64.most,
    int64.least,
    int64.most - 1n,
  ]),
  double: [0, -0, 1, -1, 0.5, -0.5, 0.1, 0.3, 0.1 + 0.2, 1.005, 2.675, 0.045, 1e-7, 1e21, 1e15 + 0.5].concat(
    [2 ** 31, -(2 ** 31), 2 ** 53 - 1, 2 ** 53, 2 ** 53 + 2, largestFloat32, -largestFloat32, smallestFloat32],
    [16_777_217, 5e-324, 2.225_073_858_507_201_4e-308],
  ),
  decimal: ['0', '1', '-1', '0.00', '1.10', '-0.01', '0.1', '0.10', '0.005', '2.675', '999999999999.99']
    // Doubles cannot tell each from the next one; the last have 38 digits, as many as Flink's DECIMAL.
    .concat([
      '1234567890123456.71',
      '1234567890123456.72',
      '0.1000000000000000001',
      '9007199254740993',
      '9007199254740992',
    ])
    .concat(['-0.00000000000000000000000000000000000001', '99999999999999999999.999999999999999999'])
    .map((digits) => Decimal.of(digits)),
  date: [
    '2000-01-01',
    '1970-01-01',
    '1969-12-31',
    '2000-02-29',
    '1900-02-28',
    '2100-03-01',
    '9999-12-31',
    '0001-01-01',
  ],
}

/** Longer than a screen, than a page, and than the 65,535 bytes that Java's `writeUTF` can hold. */
const lengths = [
  { weight: 100, arbitrary: fc.constant(300) },
  { weight: 5, arbitrary: fc.constant(5000) },
  { weight: 1, arbitrary: fc.constant(70_000) },
]

const dayMs = 86_400_000
const dateOfDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)
const dayOfDate = (date: string): number => Date.parse(date) / dayMs

const scaled = (digits: number | bigint, places: number): Decimal => Decimal.of(digits).times(`1e-${places}`)

const plainLetters = ['a', 'Z', '0', ' ', '\t', '\n', '-', '"', '\\', ',']
/** Letters that change their number, their size or their bytes when somebody touches them, and blanks that not all know. */
const oddLetters = Array.from('Éßİı\u212Aςﬁǆ\u00C5\u212B½٣א😀𝒜\u00A0\u2003\u001C\0\u202E\u200D\u0301')

const text = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 40, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 12 }) },
    { weight: 40, arbitrary: fc.string({ unit: fc.constantFrom(...plainLetters, ...oddLetters), maxLength: 8 }) },
    { weight: 20, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
    { weight: 10, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
    { weight: 40, arbitrary: fc.constantFrom(...edges.text) },
    { weight: 5, arbitrary: fc.oneof(...lengths).map((length) => 'x'.repeat(length)) },
  )

/** Made when they are asked for: the tables of all letters alone take fast-check half a second, and every run loads this. */
const hostile: Readonly<Record<DerivableType, () => fc.Arbitrary<unknown>>> = {
  text,
  int: () =>
    fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: -1000, max: 1000 }) },
      { weight: 2, arbitrary: fc.integer({ min: int32.least, max: int32.most }) },
      { weight: 3, arbitrary: fc.constantFrom(...edges.int) },
    ),
  long: () =>
    fc.oneof(
      { weight: 4, arbitrary: fc.bigInt({ min: -1000n, max: 1000n }) },
      { weight: 2, arbitrary: fc.bigInt({ min: int64.least, max: int64.most }) },
      { weight: 3, arbitrary: fc.constantFrom(...edges.long) },
    ),
  double: () =>
    fc.oneof(
      // Decimals as people write them: most faults of rounding lie between two of these.
      { weight: 4, arbitrary: fc.integer({ min: -100_000, max: 100_000 }).map((hundredths) => hundredths / 100) },
      { weight: 2, arbitrary: fc.double({ min: -largestFloat32, max: largestFloat32, noNaN: true }) },
      { weight: 3, arbitrary: fc.constantFrom(...edges.double) },
    ),
  decimal: () =>
    fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: -100_000, max: 100_000 }).map((hundredths) => scaled(hundredths, 2)) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }), fc.integer({ min: 0, max: 18 }))
          .map(([digits, places]) => scaled(digits, places)),
      },
      { weight: 3, arbitrary: fc.constantFrom(...edges.decimal) },
    ),
  boolean: () => fc.boolean(),
  date: () =>
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.integer({ min: dayOfDate('1900-01-01'), max: dayOfDate('2100-12-31') }).map(dateOfDay),
      },
      { weight: 3, arbitrary: fc.constantFrom(...edges.date) },
    ),
}

const tame: Readonly<Record<DerivableType, fc.Arbitrary<unknown>>> = {
  text: fc.string({ unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz')), minLength: 1, maxLength: 8 }),
  int: fc.integer({ min: 1, max: 1000 }),
  long: fc.bigInt({ min: 1n, max: 1000n }),
  double: fc.integer({ min: 1, max: 400 }).map((quarters) => quarters / 4),
  decimal: fc.integer({ min: 1, max: 400 }).map((quarters) => scaled(quarters * 25, 2)),
  boolean: fc.boolean(),
  date: fc.integer({ min: dayOfDate('2000-01-01'), max: dayOfDate('2099-12-31') }).map(dateOfDay),
}

/**
 * Values of a column: edges of its type, values of all sizes, and those that tools disagree on. Not among them: NaN and the
 * infinities, and surrogates without their partner, as neither is JSON that everybody reads.
 */
export const hostileCell = (type: DerivableType): fc.Arbitrary<unknown> => hostile[type]()

/** Values that every tool takes in the same way: ASCII letters, small integers, quarters, days of this century. */
export const tameCell = (type: DerivableType): fc.Arbitrary<unknown> => tame[type]

/** The edges of a type, each of which comes often; a type without any has none that are worth naming. */
export const edgesOf = (type: ColumnType): readonly unknown[] =>
  type in edges ? edges[type as keyof typeof edges] : []
