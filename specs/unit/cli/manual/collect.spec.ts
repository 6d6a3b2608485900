/** Specs of what is shown of sinks that are no topics. */
import { afterEach, expect, test, vi } from 'vitest'

import { collect, leftSink } from '../../../../harness/cli/manual/collect.ts'
import type { TaskManagerOutput } from '../../../../harness/stack/taskmanager-output.ts'

const signal = new AbortController().signal
const bytes = (text: string): Uint8Array => Buffer.from(text)

/** A TaskManager that has printed this, and has these files, by their paths. */
const taskManager = (printed: string, files: Readonly<Record<string, string>>): TaskManagerOutput => ({
  files: async () => Object.entries(files).map(([path, content]) => ({ path, content: bytes(content) })),
  removeFolder: async () => undefined,
  say: async () => undefined,
  said: async () => bytes(printed),
})
const taskManagers = [
  taskManager('starting\nrainy> {"a":1}\nother> x\n', {
    'part-a-0-0': 'one\ntwo\n',
    '.part-a-0-1.inprogress': 'three\n',
  }),
  taskManager('rainy> {"a":2}\n', {}),
]

const shown: string[] = []
const listening = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text, ...rest) => {
      if (text !== '') shown.push(String(text).trimEnd())
      for (const done of rest) if (typeof done === 'function') done()
      return true
    })
  }
}
afterEach(() => {
  vi.restoreAllMocks()
  shown.length = 0
})

test('what was printed behind the word, by all TaskManagers', async () => {
  listening()
  expect(await collect({ taskManagers }, { sink: 'console', name: 'rainy', most: Infinity }, signal)).toBe(0)
  expect(shown).toEqual(['{"a":1}', '{"a":2}'])
})

test('the rows of finished files, as many as were asked for', async () => {
  listening()
  expect(await collect({ taskManagers }, { sink: 'file', name: '/out', most: 1 }, signal)).toBe(0)
  expect(shown).toEqual(['one'])
})

test('that there is nothing is told, and is no success', async () => {
  listening()
  expect(await collect({ taskManagers }, { sink: 'console', name: 'dry', most: Infinity }, signal)).toBe(2)
  expect(shown).toEqual(['no printed line begins with "dry> "'])
})

test('a sink that nobody knows is refused', () => {
  expect([leftSink(undefined), leftSink('kafka'), leftSink('file')]).toEqual([null, null, 'file'])
  expect(() => leftSink('paper')).toThrow('--sink: expected kafka, file or console, got "paper"')
})
