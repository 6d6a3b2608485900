/** Specs of the turn-taking between submissions to one JobManager. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtempDisposable, readdir, rm, rmdir, symlink, utimes } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

import { expect, onTestFinished, test, vi } from 'vitest'

import { lockPath, lockSubmission } from '../../../../harness/flink/submission/submission-lock.ts'
import { neverMs, nextTurn } from '../../../patience.ts'
import { limitByHand } from '../../limit-by-hand.ts'

// Nothing listens at these: the lock is about the address alone.
let port = 20_000 + (process.pid % 20_000)
const freshUrl = (): string => `http://127.0.0.1:${(port += 1)}`

/** Waits for a turn that another has; the time passes when that is known. */
async function inVain(url: string): Promise<void> {
  const limit = limitByHand()
  const known = Promise.withResolvers<string>()
  const waiting = lockSubmission(url, { timeoutMs: limit.timeoutMs, onWait: known.resolve })
  await Promise.race([known.promise, waiting])
  // The look that has told of it ends in this turn of the event loop.
  await nextTurn()
  await limit.pass()
  await waiting
}

test('the second of two submissions has its turn when the first has given it back', async () => {
  const url = freshUrl()
  const order: string[] = []
  const submit = async (name: string): Promise<void> => {
    await using turns = new AsyncDisposableStack()
    turns.use(await lockSubmission(url, { timeoutMs: neverMs }))
    order.push(`${name} begins`)
    await new Promise((resolve) => setImmediate(resolve))
    order.push(`${name} ends`)
  }
  await Promise.all([submit('a'), submit('b'), submit('c')])
  const pairs = [order.slice(0, 2), order.slice(2, 4), order.slice(4)].map((pair) => pair.join(', '))
  expect(pairs.toSorted()).toEqual(['a begins, a ends', 'b begins, b ends', 'c begins, c ends'])
  expect([await lockPath(url), `${await lockPath(url)}.lock`].filter((path) => existsSync(path))).toEqual([])
})

test('who waits in vain is told which process has the turn', async () => {
  const url = freshUrl()
  await using turns = new AsyncDisposableStack()
  turns.use(await lockSubmission(url, { timeoutMs: neverMs }))
  await expect(inVain(url)).rejects.toMatchObject({
    code: 'JOB_SUBMISSION_BUSY',
    message: expect.stringMatching(new RegExp(`waited 0.2 s .*${url}.* held by process ${process.pid} on `)),
    remedy: expect.stringContaining(await lockPath(url)),
  })
})

test('a turn that another process holds is waited for, and is free when that process ends', async () => {
  const url = freshUrl()
  const source = new URL('../../../../harness/flink/submission/submission-lock.ts', import.meta.url)
  const program = `const { lockSubmission } = await import('${source.href}')
    await lockSubmission('${url}', { timeoutMs: ${neverMs} })
    console.log('held')
    process.stdin.resume().on('end', () => process.exit())`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  await expect(inVain(url)).rejects.toThrow(`held by process ${child.pid} `)
  child.stdin.end()
  await using turns = new AsyncDisposableStack()
  turns.use(await lockSubmission(url, { timeoutMs: neverMs }))
})

test('a lock that nobody refreshes any more, as after a kill, is taken over', async () => {
  const url = freshUrl()
  const longAgo = new Date(Date.now() - 60_000)
  await mkdir(`${await lockPath(url)}.lock`)
  await utimes(`${await lockPath(url)}.lock`, longAgo, longAgo)
  await using turn = await lockSubmission(url, { timeoutMs: neverMs })
  expect(turn.lost.aborted).toBe(false)
})

test('a turn whose file cannot be removed is given back all the same', async () => {
  const url = freshUrl()
  const turn = await lockSubmission(url, { timeoutMs: neverMs })
  const path = await lockPath(url)
  onTestFinished(() => rm(path, { recursive: true }))
  await rm(path)
  await mkdir(path)
  await expect(turn[Symbol.asyncDispose]()).rejects.toThrow(path)
  expect(existsSync(`${path}.lock`)).toBe(false)
})

test('the wait for a turn ends with the signal of the caller', async () => {
  const url = freshUrl()
  await using turns = new AsyncDisposableStack()
  turns.use(await lockSubmission(url, { timeoutMs: neverMs }))
  const reason = new Error('the user pressed Ctrl-C')
  const signal = AbortSignal.abort(reason)
  await expect(lockSubmission(url, { timeoutMs: neverMs, signal })).rejects.toBe(reason)
})

test('who gave up waiting does not take the turn later', async () => {
  const url = freshUrl()
  const controller = new AbortController()
  const waiting = lockSubmission(url, { timeoutMs: neverMs, signal: controller.signal })
  controller.abort(new Error('no more'))
  await expect(waiting).rejects.toThrow('no more')
  await using turns = new AsyncDisposableStack()
  turns.use(await lockSubmission(url, { timeoutMs: neverMs }))
})

test('a folder in which there can be no lock is told, and is not waited for', async () => {
  vi.stubEnv('TMPDIR', '/dev/null')
  onTestFinished(() => void vi.unstubAllEnvs())
  await expect(lockSubmission(freshUrl(), { timeoutMs: neverMs })).rejects.toMatchObject({
    code: 'JOB_SUBMISSION_BUSY',
    message: expect.stringMatching(/^the lock file to submit to .* cannot be used: ENOTDIR/),
    remedy: expect.stringContaining('Make /dev/null writable'),
  })
})

test('who loses the lock while holding it is told', async () => {
  const url = freshUrl()
  await using turn = await lockSubmission(url, { timeoutMs: neverMs })
  await rmdir(`${await lockPath(url)}.lock`)
  await once(turn.lost, 'abort')
  expect(turn.lost.reason).toMatchObject({ code: 'JOB_SUBMISSION_BUSY', message: expect.stringContaining('lost') })
  await rm(await lockPath(url))
})

test('localhost and 127.0.0.1 are one JobManager, another port is another', async () => {
  expect(await lockPath('http://localhost:8081')).toBe(await lockPath('http://127.0.0.1:8081/'))
  expect(await lockPath('http://127.0.0.1:8082')).not.toBe(await lockPath('http://127.0.0.1:8081'))
})

test('a link planted in the shared folder is refused before anything is written behind it', async () => {
  await using shared = await mkdtempDisposable(join(tmpdir(), 'submission-lock-'))
  const elsewhere = join(shared.path, 'elsewhere')
  await mkdir(elsewhere)
  await symlink(elsewhere, join(shared.path, `streamassay-${userInfo().uid}`))
  vi.stubEnv('TMPDIR', shared.path)
  onTestFinished(() => void vi.unstubAllEnvs())
  await expect(lockSubmission(freshUrl(), { timeoutMs: neverMs })).rejects.toMatchObject({ code: 'TEMP_FOLDER_UNSAFE' })
  expect(await readdir(elsewhere)).toEqual([])
})
