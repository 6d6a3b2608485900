/** Specs of running a tool of the project. */
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { runTool } from '../../../checks/command.ts'

// Scripts are looked for in the locked packages; the bootstrap stands beside them, and says little when asked for nothing.
const tool = '../bootstrap/start.js'
const unlimited = new AbortController().signal

test('a tool gives its exit code and what it printed', async () => {
  expect(await runTool(tool, [], unlimited)).toEqual({
    exitCode: 2,
    output: 'usage: node bootstrap/start.js PROGRAM [ARGUMENT...]\n',
  })
})

test('a tool that is shown is shown as it prints', async () => {
  const pieces: string[] = []
  expect(await runTool(tool, [], unlimited, (text) => pieces.push(text))).toEqual({ exitCode: 2, output: '' })
  expect(pieces.join('')).toBe('usage: node bootstrap/start.js PROGRAM [ARGUMENT...]\n')
})

test('a tool whose time is over is killed', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-tool-'))
  const lasting = join(folder.path, 'lasting.js')
  await writeFile(lasting, "process.stdout.write('begun'); setInterval(() => undefined, 100_000)")
  const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url))
  const limit = new AbortController()
  const pieces: string[] = []
  const ended = await runTool(relative(packages, lasting), [], limit.signal, (text) => {
    pieces.push(text)
    limit.abort()
  })
  expect(ended).toEqual({ exitCode: 1, output: '' })
  expect(pieces.join('')).toBe('begun')
})
