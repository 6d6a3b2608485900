/** Specs of the place at which a function of a scenario threw. */
import { expect, test } from 'vitest'

import { StreamassayError } from '../../../../harness/errors.ts'
import { mapStage } from '../../../../harness/scenario/reference/pipeline-stage.ts'
import { pipeline } from '../../../../harness/scenario/reference/pipeline.ts'
import { thrownAt } from '../../../../harness/scenario/fault/thrown-at.ts'

const caught = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (error) {
    return error
  }
}

test('it is the line of the function, under the calls of a library or of Node', () => {
  const reference = pipeline<string>().map((text): unknown => JSON.parse(text))
  expect(thrownAt(caught(() => reference.apply(['{'])))).toBe(
    ', thrown at specs/unit/scenario/fault/thrown-at.spec.ts:18',
  )
})

test('what the harness itself refuses has none, whoever called it', () => {
  const refused = caught(() =>
    pipeline<number>()
      .filter((() => 1) as never)
      .apply([1]),
  )
  expect(refused).toBeInstanceOf(StreamassayError)
  expect(thrownAt(refused)).toBe('')
})

const stacked = (...frames: readonly string[]): Error =>
  Object.assign(new Error('no'), { stack: ['Error: no', ...frames].join('\n') })
const here = process.cwd()
const ours = `    at take (file://${here}/harness/scenario/reference/reading.ts:80:5)`

test.each([
  ['a named function', [`    at toEuros (file://${here}/my-jobs/a b.ts:7:11)`, ours], 'my-jobs/a b.ts:7'],
  ['a module', [`    at file://${here}/x.ts:5:1`, '    at ModuleJob.run (node:internal/modules/esm:1:2)'], 'x.ts:5'],
  ['a path', [`    at f (${here}/x.ts:5:1)`], 'x.ts:5'],
  ['a path outside', ['    at async f (/elsewhere/x.ts:5:1)'], '/elsewhere/x.ts:5'],
  ['a module with a query', [`    at f (file://${here}/x.ts?t=1:5:1)`], 'x.ts:5'],
  [
    'a library that the function called',
    [`    at g (${here}/node_modules/zod/index.js:1:1)`, `    at f (${here}/x.ts:5:1)`],
    'x.ts:5',
  ],
  ['the harness that the function called', [ours, `    at f (${here}/x.ts:5:1)`, ours], 'x.ts:5'],
  ['a syntax error', [], 'x.ts:9'],
] as const)('it is found in the stack of %s', (what, frames, place) => {
  const error = stacked(...frames)
  if (what === 'a syntax error') error.stack = `file://${here}/x.ts:9\n  const = 1\n        ^\n\nSyntaxError: no`
  expect(thrownAt(error)).toBe(`, thrown at ${place}`)
})

test.each([[[ours, `    at spec (${here}/x.spec.ts:5:1)`]], [['    at JSON.parse (<anonymous>)']], [[]]])(
  'there is none where nothing of a user stands above the harness: %j',
  (frames) => {
    expect(thrownAt(stacked(...frames))).toBe('')
  },
)

test('what is no error has none', () => {
  expect(thrownAt('no')).toBe('')
  expect(thrownAt(Object.assign(new Error('no'), { stack: undefined }))).toBe('')
})

test('a stage that is called alone', () => {
  const { take } = mapStage((row: { id: number }) => row.id.toFixed(-1)).open(undefined as never)
  expect(thrownAt(caught(() => take({ id: 1 })))).toMatch(
    /^, thrown at specs\/unit\/scenario\/fault\/thrown-at\.spec\.ts:\d+$/,
  )
})
