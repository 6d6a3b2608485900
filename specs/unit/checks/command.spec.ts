/** Specs of running a tool of the project. */
import { expect, test } from 'vitest'

import { runTool } from '../../../checks/command.ts'

// Scripts are looked for in the locked packages; the bootstrap stands beside them, and says little when asked for nothing.
const tool = '../bootstrap/start.js'

test('a tool gives its exit code and what it printed', async () => {
  expect(await runTool(tool, [])).toEqual({
    exitCode: 2,
    output: 'usage: node bootstrap/start.js PROGRAM [ARGUMENT...]\n',
  })
})

test('a tool that is shown is shown as it prints', async () => {
  const pieces: string[] = []
  expect(await runTool(tool, [], (text) => pieces.push(text))).toEqual({ exitCode: 2, output: '' })
  expect(pieces.join('')).toBe('usage: node bootstrap/start.js PROGRAM [ARGUMENT...]\n')
})
