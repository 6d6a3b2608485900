/** Starting an engine, with small programs in its place: it answers, it dies, it outlives the one who started it. */
import { execFile } from 'node:child_process'
import { access, mkdtempDisposable, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { expect, onTestFinished, test } from 'vitest'

import { startEngine } from '../../../../harness/setup/engine/engine-start.ts'
import type { StartOptions } from '../../../../harness/setup/engine/engine-start.ts'
import type { Engine, EngineSight } from '../../../../harness/setup/engine/engine.ts'

const engine = { version: 'of this spec' } as Engine

/** A shell in the engine's place, that does as told. */
const shell = (folder: string, script: string): NonNullable<StartOptions['daemon']> => ({
  program: 'sh',
  args: ['-c', script],
  logPath: join(folder, 'log'),
  pidFile: { path: join(folder, 'docker.pid'), program: 'sh' },
})

/** Sees an engine once the file is there. */
const lookFor = (path: string) => async (): Promise<EngineSight> =>
  access(path).then(
    () => ({ engine }),
    () => ({ absence: 'no answer' }),
  )

test('an engine that answers after a while is returned', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'engine-'))
  const started = await startEngine({
    way: 'dockerd',
    look: lookFor(join(folder.path, 'up')),
    progress: () => undefined,
    daemon: shell(folder.path, `sleep 0.2; touch ${folder.path}/up`),
  })
  expect(started).toBe(engine)
})

test('an engine that ends instead is told with the last lines of its log', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'engine-'))
  const starting = startEngine({
    way: 'dockerd',
    look: lookFor(join(folder.path, 'never')),
    progress: () => undefined,
    daemon: shell(folder.path, 'seq 1 30; echo "no permission" >&2; exit 1'),
  })
  const error = await starting.catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'ENGINE_MISSING', message: 'sh was started, but ended with exit code 1' })
  const { remedy, details } = error as { remedy: string; details: string[] }
  expect(remedy).toContain(join(folder.path, 'log'))
  expect(details).toHaveLength(20)
  expect(details.at(-1)).toBe('no permission')
})

test('an engine whose program is not there is told as that, in time', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'engine-'))
  const starting = startEngine({
    way: 'dockerd',
    look: lookFor(join(folder.path, 'never')),
    progress: () => undefined,
    daemon: { ...shell(folder.path, ''), program: 'streamassay-no-such-engine' },
  })
  await expect(starting).rejects.toMatchObject({
    code: 'ENGINE_MISSING',
    message: 'streamassay-no-such-engine cannot be run: spawn streamassay-no-such-engine ENOENT',
  })
})

test('an engine that can have no log is not started', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'engine-'))
  const starting = startEngine({
    way: 'dockerd',
    look: lookFor(join(folder.path, 'up')),
    progress: () => undefined,
    daemon: { ...shell(folder.path, `touch ${folder.path}/up`), logPath: join(folder.path, 'none', 'log') },
  })
  await expect(starting).rejects.toMatchObject({
    code: 'ENGINE_MISSING',
    message: expect.stringMatching(/^sh was not started, because its log cannot be written: ENOENT/),
    remedy: expect.stringContaining(join(folder.path, 'none', 'log')),
  })
})

test('a link in the place of the log is not followed, and the engine is not started', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'engine-'))
  await writeFile(join(folder.path, 'theirs'), 'untouched')
  await symlink(join(folder.path, 'theirs'), join(folder.path, 'log'))
  const starting = startEngine({
    way: 'dockerd',
    look: lookFor(join(folder.path, 'up')),
    progress: () => undefined,
    daemon: shell(folder.path, `touch ${folder.path}/up`),
  })
  await expect(starting).rejects.toMatchObject({ message: expect.stringMatching(/its log cannot be written: ELOOP/) })
  expect(await readFile(join(folder.path, 'theirs'), 'utf8')).toBe('untouched')
})

test('the engine goes on when the process that started it ends, in a session of its own', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'engine-'))
  const pidPath = join(folder.path, 'pid')
  const source = new URL('../../../../harness/setup/engine/engine-start.ts', import.meta.url).href
  const daemon = shell(folder.path, `echo $$ > ${pidPath}; exec sleep 600`)
  const script = `
    import { existsSync } from 'node:fs'
    import { startEngine } from '${source}'
    const look = async () => existsSync('${pidPath}') ? { engine: {} } : { absence: '' }
    await startEngine({ way: 'dockerd', look, progress() {}, daemon: ${JSON.stringify(daemon)} })`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  const pid = Number(await readFile(pidPath, 'utf8'))
  onTestFinished(() => {
    process.kill(pid)
  })
  // Signal 0 only asks whether there is a process, and, below 0, a group of processes that it leads.
  expect(process.kill(pid, 0)).toBe(true)
  expect(process.kill(-pid, 0)).toBe(true)
})
