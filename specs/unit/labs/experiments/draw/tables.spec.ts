/** The measured part of a claim, as it stands on the page. */
import { expect, test } from 'vitest'

import { sectionOf } from '../../../../../labs/experiments/draw/tables.ts'
import type { Measurements } from '../../../../../labs/experiments/measurements.ts'

const circumstances = {
  day: '2026-01-02',
  command: 'npm run experiments',
  seconds: 12,
  machine: '2 cores',
  software: 'Flink 2',
}
const measurements: Measurements = {
  throughput: {
    ...circumstances,
    points: {
      steps: [
        { mode: 'process', bundleMs: 5, offered: 5000, achieved: 4999.4, sent: 25_000 },
        { mode: 'thread', bundleMs: null, offered: 5000, achieved: 5000, sent: 25_000 },
        { mode: 'process', bundleMs: 5, offered: 10_000, achieved: 8123.4, sent: 50_000 },
      ],
      fullSpeed: [
        {
          mode: 'process',
          bundleMs: 5,
          rows: 300_000,
          runs: 3,
          rowsPerSecond: { median: 8234.5, min: 8000, max: 9000 },
        },
      ],
    },
  },
}

test('a claim has a line for where it was measured, its tables and its chart', () => {
  expect(sectionOf('throughput', measurements)).toMatchInlineSnapshot(`
    "Measured on 2026-01-02 by \`npm run experiments\`, in 12 s, on 2 cores; Flink 2.

    Rows through per second at an offered rate:

    | rows offered per second | process mode, bundles of 5 ms | thread mode |
    | ---: | ---: | ---: |
    | 5,000 | 5,000 | 5,000 |
    | 10,000 | 8,120 |  |

    ![Offered and achieved rates](claims/throughput.svg)

    As fast as it goes:

    | way | rows | runs | rows through per second |
    | --- | ---: | ---: | ---: |
    | process mode, bundles of 5 ms | 300,000 | 3 | 8,230 (8,000 to 9,000) |"
  `)
})

test('a claim that has not been measured has no section', () => {
  expect(sectionOf('accuracy', measurements)).toBeNull()
})
