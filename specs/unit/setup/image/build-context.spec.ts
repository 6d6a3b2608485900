/** A build context: what goes in, that its hash sees every change, and that its archive never changes by itself. */
import { chmod, mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'

import * as fc from 'fast-check'
import { extract } from 'tar-stream'
import { expect, test } from 'vitest'

import { contextArchive, contextHash, readContext } from '../../../../harness/setup/image/build-context.ts'
import type { ContextFile } from '../../../../harness/setup/image/build-context.ts'

const file = (path: string, text: string, isExecutable = false): ContextFile => ({
  path,
  content: Buffer.from(text),
  isExecutable,
})

const anyFiles = fc
  .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8})?$/), fc.string(), fc.boolean()), {
    selector: ([path]) => path,
    maxLength: 6,
  })
  .map((files) => files.map(([path, text, isExecutable]) => file(path, text, isExecutable)))

test('a context holds the Dockerfile and the whole folder, and leaves out what tools leave behind', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'context-'))
  const put = async (path: string, text: string): Promise<void> => writeFile(join(folder.path, path), text)
  await mkdir(join(folder.path, 'image/inner/__pycache__'), { recursive: true })
  await put('Dockerfile.kafka', 'FROM x')
  await put('image/run', '#!/bin/sh')
  await put('image/.DS_Store', '')
  await put('image/inner/conf.txt', 'a')
  await put('image/inner/__pycache__/conf.pyc', 'b')
  await chmod(join(folder.path, 'image/run'), 0o700)
  const files = await readContext(join(folder.path, 'Dockerfile.kafka'), join(folder.path, 'image'))
  expect(files).toEqual([file('Dockerfile', 'FROM x'), file('inner/conf.txt', 'a'), file('run', '#!/bin/sh', true)])
})

test('the hash is twelve hexadecimal digits and does not depend on the order of the files', () => {
  fc.assert(
    fc.property(anyFiles, (files) => {
      expect(contextHash(files, null)).toMatch(/^[0-9a-f]{12}$/)
      expect(contextHash(files.toReversed(), null)).toBe(contextHash(files, null))
    }),
  )
})

test('the hash changes with a name, a content, an executable bit, a further file and with what else is given', () => {
  const files = [file('a', '1'), file('b', '2')]
  const hashes = [
    contextHash(files, { target: 'runtime' }),
    contextHash(files, { target: 'checks' }),
    contextHash([file('a', '1'), file('c', '2')], { target: 'runtime' }),
    contextHash([file('a', '1'), file('b', '3')], { target: 'runtime' }),
    contextHash([file('a', '1'), file('b', '2', true)], { target: 'runtime' }),
    contextHash([...files, file('c', '')], { target: 'runtime' }),
    contextHash([file('a', '12'), file('b', '')], { target: 'runtime' }),
  ]
  expect(new Set(hashes).size).toBe(hashes.length)
})

test('the archive of the same files is the same, byte by byte, in whatever order they come', async () => {
  await fc.assert(
    fc.asyncProperty(anyFiles, async (files) => {
      const [once, again] = await Promise.all([files, files.toReversed()].map((all) => buffer(contextArchive(all))))
      expect(once).toEqual(again)
    }),
    { numRuns: 20 },
  )
})

test('the archive has fixed times, owners and modes', async () => {
  const entries: unknown[] = []
  const archive = contextArchive([file('run', 'x', true), file('conf', 'y')])
  const reading = archive.pipe(extract())
  for await (const entry of reading) {
    const { name, mode, mtime, uid, gid } = entry.header
    entries.push([name, mode?.toString(8), mtime?.getTime(), uid, gid])
    entry.resume()
  }
  expect(entries).toEqual([
    ['conf', '644', 0, 0, 0],
    ['run', '755', 0, 0, 0],
  ])
})
