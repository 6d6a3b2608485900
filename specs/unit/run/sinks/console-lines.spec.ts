/** What a job has printed, among what others have. */
import { expect, test } from 'vitest'

import { consoleLines } from '../../../../harness/run/sinks/console-lines.ts'

const read = (output: string): string[] =>
  [...consoleLines(Buffer.from(output), 'run-1-out')].map(
    ({ subtask, text }) => `${subtask}: ${Buffer.from(text).toString()}`,
  )

test('lines behind the word are its rows, with or without the number of a subtask', () => {
  expect(read('run-1-out> {"a":1}\nrun-1-out:2> {"a":2}\nrun-1-out:12> {"a":3}\n')).toEqual([
    '0: {"a":1}',
    '1: {"a":2}',
    '11: {"a":3}',
  ])
})

test.each([
  'run-1-out2> {}',
  'run-1-out: the run begins',
  'run-1-out:0> {}',
  'run-1-out:x> {}',
  'run-1-out>{}',
  ' run-1-out> {}',
  '2026-11-26 INFO run-1-out> {}',
  'run-1-ou> {}',
  '',
])('%j is not its row', (line) => expect(read(`${line}\n`)).toEqual([]))

test('a row may hold what stands before rows', () => {
  expect(read('run-1-out> run-1-out> x\n')).toEqual(['0: run-1-out> x'])
})

test('a row may be empty, and hold any bytes', () => {
  const output = Buffer.concat([Buffer.from('run-1-out> \nrun-1-out> '), Buffer.from([0xff, 0x00]), Buffer.from('\n')])
  expect([...consoleLines(output, 'run-1-out')].map(({ text }) => Array.from(text))).toEqual([[], [0xff, 0x00]])
})
