/** Specs of the table of steps that starts on a bare machine took. */
import { expect, test } from 'vitest'

import { stepsOf, stepTable } from '../../../bench/step-table.ts'

const log = (imageSeconds: string, verdictMs: number): string =>
  [
    '0 ',
    '180 > streamassay@0.1.0 start',
    '21600 Bringing the locked packages (npm ci) ... 21.3 s',
    '23200 engine: no container engine answers ...',
    '36600 engine: 20.10.24 at localhost (13.4 s)',
    `40000 kafka image: localhost/streamassay/kafka:8.2.0-1, 449 MB (${imageSeconds} s)`,
    '41000 set-up: done (58.3 s)',
    `${verdictMs} verdict: pass`,
    '99000 evidence: not a step of it (9.9 s)',
  ].join('\n')

test('each step that ended is read with its seconds, and the verdict with those since the start', () => {
  expect([...stepsOf(log('3.4', 61_250))]).toEqual([
    ['Bringing the locked packages', 21.3],
    ['engine', 13.4],
    ['kafka image', 3.4],
    ['set-up', 58.3],
    ['start to verdict', 61.25],
  ])
})

test('a start without a verdict is no start, and its last line says why', () => {
  expect(() => stepsOf('0 engine: x (1.0 s)\n10 error: no engine [ENGINE_MISSING]\n')).toThrow(
    'a start came to no verdict "pass"; its last line: 10 error: no engine [ENGINE_MISSING]',
  )
  expect(() => stepsOf('10 verdict: fail')).toThrow('no verdict "pass"')
})

test('the table has a column for each start, the median and the worst, and the whole as its last row', () => {
  const starts = [log('3.4', 61_250), log('5.0', 70_000), log('4.0', 50_000)].map(stepsOf)
  starts[1] = new Map([...(starts[1] ?? [])].filter(([name]) => name !== 'engine'))
  expect(stepTable(starts)).toMatchInlineSnapshot(`
    "| step, in seconds | start 1 | start 2 | start 3 | median | worst |
    | --- | ---: | ---: | ---: | ---: | ---: |
    | Bringing the locked packages | 21.3 | 21.3 | 21.3 | 21.3 | 21.3 |
    | engine | 13.4 |  | 13.4 | 13.4 | 13.4 |
    | kafka image | 3.4 | 5.0 | 4.0 | 4.0 | 5.0 |
    | set-up | 58.3 | 58.3 | 58.3 | 58.3 | 58.3 |
    | start to verdict | 61.3 | 70.0 | 50.0 | 61.3 | 70.0 |"
  `)
})
