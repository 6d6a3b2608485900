/** Specs of noticing that a container dies, and of saying how. */
import { describe, expect, test, vi } from 'vitest'

import { watchContainer } from '../../../harness/stack/liveness.ts'
import { patience } from '../../patience.ts'
import { fakeContainer, frame } from './fake-container.ts'

const log = Buffer.concat([frame(1, 'starting\n'), frame(2, 'no config\n')])

async function deathOf(made: ReturnType<typeof fakeContainer>, end = made.die): Promise<unknown> {
  const dead = new AbortController()
  const watched = watchContainer('kafka', made.container, dead)
  expect(dead.signal.aborted).toBe(false)
  end()
  await watched
  return dead.signal.reason
}

describe('a container that dies', () => {
  test('is told with its exit code and its last log lines', async () => {
    const made = fakeContainer({ ExitCode: 1, OOMKilled: false }, log)
    expect(await deathOf(made)).toMatchObject({
      code: 'CONTAINER_DIED',
      message: 'the container of kafka exited with 1',
      details: ['starting', 'no config'],
      remedy: expect.stringContaining('Read its last log lines'),
    })
    expect(made.read).toEqual([expect.objectContaining({ tail: 200 })])
  })

  test('for want of memory is told so, with a remedy for that', async () => {
    expect(await deathOf(fakeContainer({ ExitCode: 137, OOMKilled: true }))).toMatchObject({
      message: 'the container of kafka exited with 137 (out of memory)',
      remedy: expect.stringContaining('the container reached its memory limit'),
    })
  })

  test('by a kill from outside is told so, with who may have done it', async () => {
    expect(await deathOf(fakeContainer({ ExitCode: 137, OOMKilled: false }))).toMatchObject({
      message: 'the container of kafka exited with 137',
      remedy: expect.stringMatching(/^Check `dmesg` .*another process killed the container/),
    })
  })

  test('by being stopped is told so, for an engine that is shut down stops all of them', async () => {
    expect(await deathOf(fakeContainer({ ExitCode: 143, OOMKilled: false }))).toMatchObject({
      message: 'the container of kafka exited with 143',
      remedy: expect.stringMatching(/^Another program stopped the container, or the engine was shut down/),
    })
  })

  test.each([
    ['java.io.IOException: No space left on device', 'a disk is full', /docker system df/],
    // Docker's own words in the container's log; seen with an image of ARM on x86-64.
    ['exec /usr/bin/tini: exec format error', 'an image has another architecture than the engine', /x86-64/],
  ])('after %s is told with what that means', async (line, what, remedy) => {
    expect(await deathOf(fakeContainer({ ExitCode: 1, OOMKilled: false }, frame(2, `${line}\n`)))).toMatchObject({
      message: `the container of kafka exited with 1: ${what}`,
      details: [line],
      remedy: expect.stringMatching(remedy),
    })
  })

  test('is told by a cause that stands above a long stack trace; its last 20 lines are shown', async () => {
    const frames = Array.from({ length: 60 }, (_, at) => `\tat org.apache.flink.Frame${at}.run(Frame.java:${at})`)
    const lines = ['java.lang.OutOfMemoryError: unable to create native thread', ...frames]
    const made = fakeContainer({ ExitCode: 1, OOMKilled: false }, frame(2, `${lines.join('\n')}\n`))
    expect(await deathOf(made)).toMatchObject({
      message: 'the container of kafka exited with 1: it reached the limit of processes and threads',
      details: frames.slice(-20),
      remedy: expect.stringContaining('starts too many processes or threads'),
    })
  })

  test('and is gone at once is told as removed', async () => {
    expect(await deathOf(fakeContainer(null))).toMatchObject({
      message: 'the container of kafka was removed',
      details: [],
    })
  })

  test('is told also when its log cannot be read', async () => {
    expect(await deathOf(fakeContainer({ ExitCode: 1, OOMKilled: false }, null))).toMatchObject({
      message: 'the container of kafka exited with 1',
      details: [],
    })
  })
})

test('a connection that is cut is no death: the container is watched on', async () => {
  const made = fakeContainer({ ExitCode: 3, OOMKilled: false })
  const dead = new AbortController()
  const watched = watchContainer('kafka', made.container, dead)
  const wait = vi.spyOn(made.container, 'wait')
  made.lose(new Error('socket hang up'))
  await expect.poll(() => wait.mock.calls.length, patience).toBe(1)
  expect(dead.signal.aborted).toBe(false)
  made.die()
  await watched
  expect(dead.signal.reason).toHaveProperty('message', 'the container of kafka exited with 3')
})

test('a connection that is cut again and again ends the watch, with what cut it as the cause', async () => {
  const made = fakeContainer({ ExitCode: 0, OOMKilled: false })
  const cut = new Error('socket hang up')
  const wait = vi.spyOn(made.container, 'wait').mockRejectedValue(cut)
  const dead = new AbortController()
  await watchContainer('kafka', made.container, dead)
  expect(dead.signal.reason).toMatchObject({
    code: 'CONTAINER_DIED',
    message: 'the engine no longer reports the state of the container of kafka: socket hang up',
    cause: cut,
  })
  expect(wait).toHaveBeenCalledTimes(6)
})

test('a cut now and then is no end of the watch', async () => {
  const made = fakeContainer({ ExitCode: 0, OOMKilled: false })
  const clock = vi.spyOn(performance, 'now')
  const dead = new AbortController()
  let cuts = 0
  vi.spyOn(made.container, 'wait').mockImplementation(async () => {
    cuts += 1
    clock.mockReturnValue(cuts * 61_000)
    if (cuts > 8) dead.abort('enough')
    throw new Error('socket hang up')
  })
  await watchContainer('kafka', made.container, dead)
  clock.mockRestore()
  expect(dead.signal.reason).toBe('enough')
})

test('one that runs after all, when the engine answers again, is not told as ended', async () => {
  const made = fakeContainer({ ExitCode: 0, OOMKilled: false })
  vi.spyOn(made.container, 'inspect').mockRejectedValueOnce(new Error('socket hang up'))
  expect(await deathOf(made, () => made.lose(new Error('ECONNRESET')))).toMatchObject({
    message: 'the engine no longer reports the state of the container of kafka: ECONNRESET',
  })
})

test('an engine that answers nothing any more is told as that', async () => {
  const made = fakeContainer(null)
  const gone = new Error('connect ENOENT')
  vi.spyOn(made.container, 'inspect').mockRejectedValue(gone)
  expect(await deathOf(made, () => made.lose(gone))).toMatchObject({
    code: 'CONTAINER_DIED',
    message: 'the engine no longer reports the state of the container of kafka: connect ENOENT',
    cause: gone,
  })
})

test('a container that is removed on purpose is not told of', async () => {
  const made = fakeContainer({ ExitCode: 143, OOMKilled: false })
  const dead = new AbortController()
  const watched = watchContainer('kafka', made.container, dead)
  const released = new Error('released')
  dead.abort(released)
  await watched
  expect(dead.signal.reason).toBe(released)
  expect(made.read).toEqual([])
})
