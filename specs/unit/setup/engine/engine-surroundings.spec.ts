/** What is seen of the machine: the distribution, and what a socket says. */
import { chmod, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, expect, test, vi } from 'vitest'

import { isDebianLike, socketState, surroundings } from '../../../../harness/setup/engine/engine-surroundings.ts'

afterEach(() => vi.unstubAllEnvs())

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

test('a socket that this user may not use is told from one that is missing', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'socket-'))
  const path = join(folder.path, 'engine.sock')
  await using server = createServer()
  server.listen(path)
  await once(server, 'listening')
  await Promise.all([chmod(folder.path, 0o755), chmod(path, 0o600)])
  expect(await socketState(path)).toBe('silent')
  await chmod(path, 0)
  await withoutRoot(async () => expect(await socketState(path)).toBe('forbidden'))
})

/** Root may use every socket, and is somebody else meanwhile. */
async function withoutRoot(work: () => Promise<void>): Promise<void> {
  const user = process.geteuid?.()
  if (user === 0) process.seteuid?.(65_534)
  try {
    await work()
  } finally {
    if (user === 0) process.seteuid?.(0)
  }
}

test.each([
  [undefined, '/var/run/docker.sock'],
  ['unix:///nowhere/engine.sock', '/nowhere/engine.sock'],
  ['tcp://127.0.0.1:1', null],
])('with DOCKER_HOST=%s the socket that is looked at is %s', async (engineHost, socketPath) => {
  vi.stubEnv('DOCKER_HOST', engineHost)
  expect(await surroundings()).toMatchObject({ engineHost, socketPath })
})

test('the machine that runs this spec can be looked at', async () => {
  const { platform, isRoot } = await surroundings()
  expect(platform).toBe(process.platform)
  expect(isRoot).toBe(process.getuid?.() === 0)
})
