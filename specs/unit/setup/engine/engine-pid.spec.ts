/** The pid file of an engine that has ended: waited for, removed, or left alone. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'

import { makeWay } from '../../../../harness/setup/engine/engine-pid.ts'
import type { Engine, EngineSight } from '../../../../harness/setup/engine/engine.ts'
import { patience } from '../../../patience.ts'

let folder: Awaited<ReturnType<typeof mkdtempDisposable>>
const path = (): string => join(folder.path, 'docker.pid')

beforeEach(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'engine-pid-'))
})

afterEach(async () => folder.remove())

const isThere = async (): Promise<boolean> =>
  access(path()).then(
    () => true,
    () => false,
  )

const silent = async (): Promise<EngineSight> => ({ absence: 'no answer' })

async function clear(text: string, program: string): Promise<string[]> {
  await writeFile(path(), text)
  const told: string[] = []
  await makeWay({ path: path(), program }, { look: silent, progress: (line) => told.push(line) })
  return told
}

test('no file, a file without a number, and the number of no process are left to the engine itself', async () => {
  await makeWay({ path: path(), program: 'dockerd' }, { look: silent, progress: () => undefined })
  expect(await clear('', 'dockerd')).toEqual([])
  // Above the highest number that Linux gives.
  expect(await clear('4194305\n', 'dockerd')).toEqual([])
  expect(await isThere()).toBe(true)
})

test('a number that belongs to another program by now is removed, and told so', async () => {
  expect(await clear(`${process.pid}\n`, 'dockerd')).toEqual([
    `removing ${path()}: the engine of process ${process.pid} has ended`,
  ])
  expect(await isThere()).toBe(false)
})

test('an engine that is just ending is waited for', async () => {
  const engine = spawn('sleep', ['30'])
  await once(engine, 'spawn')
  setTimeout(() => engine.kill('SIGKILL'), 200)
  expect(await clear(String(engine.pid), 'sleep')).toEqual([])
  expect(engine.signalCode).toBe('SIGKILL')
})

test('an engine that is just starting is waited for, and returned once it answers', async () => {
  const starting = spawn('sleep', ['30'])
  onTestFinished(() => {
    starting.kill()
  })
  await once(starting, 'spawn')
  await writeFile(path(), String(starting.pid))
  const engine = { dockerode: {} } as Engine
  const sights: EngineSight[] = [{ absence: 'no answer' }, { absence: 'no answer' }]
  const look = async (): Promise<EngineSight> => sights.pop() ?? { engine }
  const told: string[] = []
  expect(await makeWay({ path: path(), program: 'sleep' }, { look, progress: (line) => told.push(line) })).toBe(engine)
  expect(told).toEqual([])
})

test('an ended process that nobody reaps holds the file for two seconds and not for ever', async () => {
  // The shell becomes a program that never asks how its child ended; the child outlives the shell, which might ask.
  const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 30'])
  onTestFinished(() => {
    parent.kill()
  })
  const [pid] = (await once(parent.stdout.setEncoding('utf8'), 'data')) as [string]
  await writeFile(path(), pid)
  await hasEnded(pid.trim())
  // The clock goes by looks: waiting for it would tell no more.
  let nowMs = 0
  const now = vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  onTestFinished(() => now.mockRestore())
  const look = async (): Promise<EngineSight> => {
    nowMs += 500
    return { absence: 'no answer' }
  }
  const told: string[] = []
  await makeWay({ path: path(), program: 'sleep' }, { look, progress: (line) => told.push(line) })
  expect(told).toEqual([`removing ${path()}: the engine of process ${pid.trim()} has ended`])
  expect(nowMs).toBe(2000)
})

async function hasEnded(pid: string): Promise<void> {
  await expect.poll(() => readFile(`/proc/${pid}/stat`, 'utf8'), patience).toContain(') Z ')
}
