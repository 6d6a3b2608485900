/** The files of a FileSink: those that are finished, in the order in which they were written. */
import { expect, test } from 'vitest'

import { fileLines } from '../../../../harness/run/sinks/file-lines.ts'

const file = (path: string, content: string) => ({ path, content: Buffer.from(content) })
const read = (...files: ReturnType<typeof file>[]): string[] =>
  [...fileLines(files)].map(({ subtask, text }) => `${subtask}: ${Buffer.from(text).toString()}`)

const part = 'part-4f3a-22-8c1e'

test('counters are numbers, and count before names do', () => {
  expect(read(file(`${part}-0-10`, 'k\n'), file(`${part}-0-9`, 'i\nj\n'), file(`${part}-0-0`, 'a\n'))).toEqual([
    '0: a',
    '0: i',
    '0: j',
    '0: k',
  ])
})

test('each subtask has its own', () => {
  expect(read(file(`${part}-11-0`, 'c\n'), file(`${part}-2-1`, 'b\n'), file(`${part}-2-0`, 'a\n'))).toEqual([
    '2: a',
    '2: b',
    '11: c',
  ])
})

test('buckets come in the order of their names, in which the counter goes on', () => {
  const [earlier, later] = ['2026-11-26--09', '2026-11-26--10']
  expect(read(file(`${later}/${part}-0-1`, 'b\n'), file(`${earlier}/${part}-0-0`, 'a\n'))).toEqual(['0: a', '0: b'])
})

test('a prefix and a suffix are no matter', () => {
  expect(read(file('days-0-2.json', 'b\n'), file('days-0-1.json', 'a\n'))).toEqual(['0: a', '0: b'])
})

test('what is not finished does not count', () => {
  expect(read(file(`.${part}-0-1.inprogress.9d1`, 'b\n'), file('_SUCCESS', ''), file(`${part}-0-0`, 'a\n'))).toEqual([
    '0: a',
  ])
})

test('files of other names are one subtask, by name', () => {
  expect(read(file('second.txt', 'b'), file('first.txt', 'a\n'))).toEqual(['0: a', '0: b'])
})
