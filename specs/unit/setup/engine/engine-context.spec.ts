/** Docker's contexts, read from a configuration folder as Docker's client writes it. */
import { createHash } from 'node:crypto'
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { contextHost } from '../../../../harness/setup/engine/engine-context.ts'

let folder: Awaited<ReturnType<typeof mkdtempDisposable>>

beforeEach(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'contexts-'))
  vi.stubEnv('DOCKER_CONFIG', folder.path)
  vi.stubEnv('DOCKER_CONTEXT', '')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await folder.remove()
})

const choose = async (text: string): Promise<void> => writeFile(join(folder.path, 'config.json'), text)

async function define(name: string, host: string): Promise<void> {
  const place = join(folder.path, 'contexts', 'meta', createHash('sha256').update(name).digest('hex'))
  await mkdir(place, { recursive: true })
  await writeFile(join(place, 'meta.json'), JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }))
}

test('the current context gives the socket of its engine', async () => {
  await define('colima', 'unix:///var/run/colima/docker.sock')
  await choose('{"currentContext":"colima"}')
  expect(await contextHost()).toBe('unix:///var/run/colima/docker.sock')
})

test('DOCKER_CONTEXT comes before the current context', async () => {
  await define('colima', 'unix:///colima.sock')
  await define('rootless', 'unix:///rootless.sock')
  await choose('{"currentContext":"colima"}')
  vi.stubEnv('DOCKER_CONTEXT', 'rootless')
  expect(await contextHost()).toBe('unix:///rootless.sock')
})

test('no configuration, the default context, an unknown one, a broken file and a distant engine choose nothing', async () => {
  expect(await contextHost()).toBeUndefined()
  await define('far', 'ssh://somewhere')
  const chosen: (string | undefined)[] = []
  for (const text of [
    '{"currentContext":"default"}',
    '{"currentContext":"gone"}',
    '{"currentContext":"far"}',
    '{"cur',
    '[]',
  ]) {
    await choose(text)
    chosen.push(await contextHost())
  }
  expect(chosen).toEqual([undefined, undefined, undefined, undefined, undefined])
})
