/** Specs of the choice of a Node. */
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { bootstrapModule } from './bootstrap.ts'

const { chooseNode } = await bootstrapModule<{ chooseNode: (root: string) => string }>('runtime')
let root: Awaited<ReturnType<typeof mkdtempDisposable>>

beforeEach(async () => {
  root = await mkdtempDisposable(join(tmpdir(), 'streamassay-runtime-'))
})

afterEach(async () => {
  vi.restoreAllMocks()
  await root.remove()
})

const onNode = (node: string): void =>
  void vi.spyOn(process, 'versions', 'get').mockReturnValue({ ...process.versions, node })

test('the locked Node is taken where it is, whatever the host has', async () => {
  const folder = join(root.path, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'node'), '')
  expect(chooseNode(root.path)).toBe(join(folder, 'node'))
})

test.each(['24.0.0', '26.1.0'])("without it, the host's %s is taken", (version) => {
  onNode(version)
  expect(chooseNode(root.path)).toBe(process.execPath)
})

test('an older host is told which Node to install', () => {
  onNode('20.19.5')
  expect(() => chooseNode(root.path)).toThrow(
    `Node 24 is needed, and this is Node 20.19.5; ${process.platform}-${process.arch} has no locked Node. Install Node 24`,
  )
})
