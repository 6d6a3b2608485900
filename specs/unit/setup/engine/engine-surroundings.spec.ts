/** What is seen of the machine: the distribution, and what a socket says. */
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { isDebianLike, socketState, surroundings } from '../../../../harness/setup/engine/engine-surroundings.ts'

test('Debian, Ubuntu and their kin are known by ID and ID_LIKE, others are not', () => {
  expect(isDebianLike('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n')).toBe(true)
  expect(isDebianLike('ID=ubuntu\nID_LIKE=debian\n')).toBe(true)
  expect(isDebianLike('ID=linuxmint\nID_LIKE="ubuntu debian"\n')).toBe(true)
  expect(isDebianLike('ID="rocky"\nID_LIKE="rhel centos fedora"\n')).toBe(false)
  expect(isDebianLike('NAME="not debian"\n')).toBe(false)
})

test('a socket that is missing, one that nobody serves and one that is served are told apart', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'socket-'))
  const path = join(folder.path, 'engine.sock')
  expect(await socketState(path)).toBe('absent')
  await using server = createServer()
  server.listen(path)
  await once(server, 'listening')
  expect(await socketState(path)).toBe('silent')
  const plain = join(folder.path, 'plain-file')
  await writeFile(plain, '')
  expect(await socketState(plain)).toBe('refused')
})

test('the machine that runs this spec can be looked at', async () => {
  const { platform, isRoot } = await surroundings()
  expect(platform).toBe(process.platform)
  expect(isRoot).toBe(process.getuid?.() === 0)
})
