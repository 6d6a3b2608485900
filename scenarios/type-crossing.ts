/** Type crossing: values of each Flink type through two Python operators and the Java between them. */
import * as fc from 'fast-check'
import { type CheckOptions, column, csvFixture, defineScenario, pipeline, pyflinkJob } from 'streamassay'
import { z } from 'zod'

import { cross, type FlinkType, flinkTypes, isNamed, type Probe } from './reference/crossing.ts'

/** The columns of fixtures/type-crossing.csv. */
export const ProbeRow = z.object({ id: column.text(), type: z.enum(flinkTypes), value: column.text() })

export default defineScenario({
  name: 'type-crossing',
  job: pyflinkJob({ root: 'pyflink-jobs', module: 'crossing.job' }),
  input: csvFixture('fixtures/type-crossing.csv', ProbeRow),
  key: 'id',
  reference: pipeline(ProbeRow).map(cross).filter(isNamed),
  identity: 'id',
})

const int = fc.maxSafeInteger().map((value) => String(value | 0))
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)
/** A literal that Python reads as a float. */
const floatText = (value: number): string => {
  if (!Number.isFinite(value)) return String(value)
  if (Object.is(value, -0)) return '-0.0'
  const text = String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}
const double = fc.double().map(floatText)
const text = fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value))
const list = (...elements: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...elements).map((literals) => `[${literals.join(', ')}]`)
const orNull = (value: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.option(value, { nil: 'null', freq: 8 })

const values: Readonly<Record<FlinkType, fc.Arbitrary<string>>> = {
  INT: fc.oneof(int, fc.constantFrom('2147483647', '-2147483648')),
  LONG: fc.oneof(long, fc.constantFrom('9223372036854775807', '-9223372036854775808', '9007199254740993')),
  FLOAT: fc.oneof(double, fc.constantFrom('16777217.0', '3.4028235677973366e+38', '7.006492321624085e-46')),
  DOUBLE: double,
  STRING: text,
  BOOLEAN: fc.boolean().map(String),
  LIST: fc.array(long, { maxLength: 5 }).map((literals) => `[${literals.join(', ')}]`),
  TUPLE: list(long, text),
  ROW: list(orNull(long), orNull(text)),
  PICKLED: fc.oneof(fc.bigInt().map(String), text, double, list(orNull(text), double)),
}

const id = fc.stringMatching(/^[a-z]{1,8}$/)

/** Values of the declared type, and null in its place. */
const row: fc.Arbitrary<Probe> = fc.oneof(
  ...flinkTypes.map((type) => fc.record({ id, type: fc.constant(type), value: orNull(values[type]) })),
)

export const check: CheckOptions<Probe> = {
  row,
  edges: {
    'a long beyond 2^53': ({ type, value }) => type === 'LONG' && Math.abs(Number(value)) > 2 ** 53,
    'a double beyond the greatest float': ({ type, value }) => type === 'FLOAT' && Math.abs(Number(value)) > 3.5e38,
    'a null': ({ value }) => value === 'null',
  },
}
