/** Specs of who this process is, and of looking for another one. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

import { expect, test, vi } from 'vitest'

import { lookFor, thisProcess, unknownNamespace } from '../../harness/this-process.ts'

const ended = (): number => spawnSync(process.execPath, ['--version']).pid

test('this process lives, and another process with the same namespace has another session', () => {
  expect(thisProcess).toEqual({
    namespace: expect.stringMatching(/^[0-9a-f]{8}$/),
    pid: process.pid,
    session: expect.stringMatching(/^[0-9a-f]{8}$/),
  })
  expect(lookFor(thisProcess)).toBe('alive')
  const program = `import { thisProcess } from './harness/this-process.ts'
    process.stdout.write(JSON.stringify(thisProcess))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' })
  const other = JSON.parse(stdout) as typeof thisProcess
  expect(other.namespace).toBe(thisProcess.namespace)
  expect(other.session).not.toBe(thisProcess.session)
})

test('a process of this namespace that has ended is known to have ended', () => {
  expect(lookFor({ ...thisProcess, pid: ended() })).toBe('ended')
})

test("somebody else's process is alive", () => {
  const refused = Object.assign(new Error('kill EPERM'), { code: 'EPERM' })
  vi.spyOn(process, 'kill').mockImplementationOnce(() => {
    throw refused
  })
  expect(lookFor({ ...thisProcess, pid: 4711 })).toBe('alive')
})

test.each([process.pid, 999_999_999])('of a process %d in another namespace nothing is said', (pid) => {
  expect(lookFor({ ...thisProcess, namespace: 'e15e0000', pid })).toBe('elsewhere')
})

test('where the system does not say what the namespace is, nothing is said of any process', () => {
  expect(lookFor({ ...thisProcess, namespace: unknownNamespace }, unknownNamespace)).toBe('elsewhere')
})

test('Linux says what the namespace is', () => {
  const isLinux = readFileSync('/proc/version', 'utf8').startsWith('Linux')
  expect(thisProcess.namespace === unknownNamespace).toBe(!isLinux)
})
