/** The tables, whole: what stands where, and how numbers are written. */
import { expect, test } from 'vitest'

import { figureOf, figureOfMany } from '../../../bench/figure.ts'
import { markdownTable, numberText, plainTable } from '../../../bench/table.ts'

const figures = [
  figureOf(
    { id: 'a', what: 'stack ready / stock scripts', unit: 's' },
    [
      { value: 4.123, cpuSeconds: 7.5 },
      { value: 3.9, cpuSeconds: 7 },
      { value: 4.6, cpuSeconds: 8 },
    ],
    [
      { value: 13, cpuSeconds: 25 },
      { value: 12.5, cpuSeconds: 24 },
      { value: 15.5, cpuSeconds: 26 },
    ],
  ),
  figureOf({ id: 'e', what: 'replay', unit: 'rows/s' }, [{ value: 123_456.7 }], [{ value: 100_000 }]),
  figureOfMany({ id: 'f', what: 'slope of time over rows', unit: '1' }, 5, 0.98),
]

test('a plain table has its columns below each other', () => {
  expect(plainTable(figures)).toMatchInlineSnapshot(`
    "id  what                                          ours               baseline  ratio  runs  CPU ours  CPU baseline
    a   stack ready / stock scripts  4.12 s (3.90 to 4.60)  13.0 s (12.5 to 15.5)  0.317     3    7.50 s        25.0 s
    e   replay                              123,000 rows/s         100,000 rows/s   1.23     1
    f   slope of time over rows                      0.980                                   5"
  `)
})

test('a Markdown table says the same', () => {
  expect(markdownTable(figures)).toMatchInlineSnapshot(`
    "| id | what | ours | baseline | ratio | runs | CPU ours | CPU baseline |
    | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
    | a | stack ready / stock scripts | 4.12 s (3.90 to 4.60) | 13.0 s (12.5 to 15.5) | 0.317 | 3 | 7.50 s | 25.0 s |
    | e | replay | 123,000 rows/s | 100,000 rows/s | 1.23 | 1 |  |  |
    | f | slope of time over rows | 0.980 |  |  | 5 |  |  |"
  `)
})

test('numbers have three digits that count', () => {
  const texts = [0, 0.012345, 0.9996, 1, 9.996, 12.345, 99.96, 100, 1234.5, 1_234_567, -3.75159].map(numberText)
  expect(texts).toEqual(['0', '0.0123', '1.00', '1.00', '10.0', '12.3', '100', '100', '1,230', '1,230,000', '-3.75'])
})
