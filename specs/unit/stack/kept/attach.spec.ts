/** Specs of attaching to a kept stack, or to compose's lab, that is of no use any more. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

import { describe, expect, onTestFinished, test } from 'vitest'

import { StreamassayError } from '../../../../harness/errors.ts'
import { attach, attachComposed } from '../../../../harness/stack/kept/attach.ts'
import type { EngineApi } from '../../../../harness/stack/engine/engine-api.ts'
import { findComposed } from '../../../../harness/stack/kept/composed.ts'
import { patience } from '../../../patience.ts'
import { fakeFlink } from '../../flink/fake-flink.ts'
import { composed, fakeApi, keptStack } from './fake-api.ts'

/** Containers that live, until nobody waits for them any more, on an engine that takes leases. */
const living =
  (waiting: AbortSignal[]): EngineApi =>
  async ({ path, signal }) => {
    if (path.startsWith('/volumes')) return Buffer.alloc(0)
    if (signal === undefined) throw new Error('nothing else is asked')
    waiting.push(signal)
    await once(signal, 'abort')
    throw signal.reason
  }

/** An engine that knows no container. */
const gone: EngineApi = async ({ path }) => {
  if (path.startsWith('/volumes')) return Buffer.alloc(0)
  throw Object.assign(new Error('no such container'), { statusCode: 404 })
}

const noLine = (line: string): never => expect.fail(line)

test('a broker that does not answer is told, with what to do, and no container is watched any longer', async () => {
  const waiting: AbortSignal[] = []
  await expect(attach(keptStack(), living(waiting), noLine)).rejects.toMatchObject({
    code: 'STACK_FAILED',
    message: expect.stringMatching(/^the kept stack 0123456789ab cannot be used: .*127\.0\.0\.1/),
    remedy: expect.stringMatching(/down.*up.*--own-stack/),
  })
  expect(waiting.map(({ aborted }) => aborted)).toEqual([true, true, true])
})

test('a lease is held from the first question on, and let go when the stack is of no use', async () => {
  const asked: string[] = []
  const noting: EngineApi = (request) => {
    if (request.path.startsWith('/volumes'))
      asked.push(`${request.method} ${request.path}`.replace(/lease-.*/, 'lease'))
    return living([])(request)
  }
  await expect(attach(keptStack(), noting, noLine)).rejects.toMatchObject({ code: 'STACK_FAILED' })
  expect(asked).toEqual(['POST /volumes/create', 'DELETE /volumes/streamassay-0123456789ab-lease'])
})

test('a container that is gone is told at once, whatever else does not answer', async () => {
  // It takes connections and says nothing.
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  onTestFinished(() => void silent.close())
  const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`
  const kept = keptStack({ brokers: address, flinkUrl: `http://${address}` })
  await expect(attach(kept, gone, noLine)).rejects.toMatchObject({
    code: 'STACK_FAILED',
    message: expect.stringMatching(/cannot be used: the container of \w+ was removed$/),
    cause: expect.objectContaining({ code: 'CONTAINER_DIED' }),
  })
})

describe('an interruption ends it at once', () => {
  const interrupted = new StreamassayError('INTERRUPTED', 'interrupted by SIGINT', { remedy: 'Run it again.' })

  test('while a TaskManager that was started again is waited for', async () => {
    const started: string[] = []
    const stopped: EngineApi = async ({ method, path }) => {
      if (path.endsWith('/start')) started.push(`${method} ${path}`)
      const isRunning = !path.includes('taskmanager')
      const times = { StartedAt: '2026-12-01T03:00:00Z', FinishedAt: '0001-01-01T00:00:00Z' }
      const how = { Status: isRunning ? 'running' : 'exited', ExitCode: 239, OOMKilled: false }
      const state = { Running: isRunning, ...how, ...times }
      return Buffer.from(path.endsWith('/json') ? JSON.stringify({ State: state }) : '')
    }
    // It never registers.
    await using flink = await fakeFlink({ 'GET /taskmanagers': { body: { taskmanagers: [] } } })
    const interruption = new AbortController()
    const attaching = attach(keptStack({ flinkUrl: flink.url }), stopped, noLine, interruption.signal)
    await expect.poll(() => started.length, patience).toBe(1)
    interruption.abort(interrupted)
    await expect(attaching).rejects.toBe(interrupted)
  })

  test('while a broker does not answer, and no container is watched any longer', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => void silent.close())
    const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`
    const [waiting, interruption] = [[] as AbortSignal[], new AbortController()]
    const kept = keptStack({ brokers: address, flinkUrl: `http://${address}`, taskManagers: 0 })
    const attaching = attach(kept, living(waiting), noLine, interruption.signal)
    await expect.poll(() => waiting.length, patience).toBe(2)
    interruption.abort(interrupted)
    await expect(attaching).rejects.toBe(interrupted)
    expect(waiting.map(({ aborted }) => aborted)).toEqual([true, true])
  })
})

describe("compose's lab", () => {
  test('that does not answer is told, with what to do', async () => {
    const containers = [composed('kafka', { port: 1 }), composed('jobmanager', { port: 1 }), composed('taskmanager')]
    const lab = await findComposed(fakeApi(undefined, containers).api, 'default')
    const waiting: AbortSignal[] = []
    await expect(lab && attachComposed(lab, living(waiting))).rejects.toMatchObject({
      code: 'STACK_FAILED',
      message: expect.stringMatching(/^the Docker Compose lab course cannot be used: /),
      remedy: expect.stringContaining('docker compose up'),
    })
    expect(waiting.map(({ aborted }) => aborted)).toEqual([true, true, true])
  })

  test('of which the broker does not run is told before anything is asked', async () => {
    const lab = await findComposed(fakeApi(undefined, [composed('jobmanager', { port: 1 })]).api, 'default')
    await expect(lab && attachComposed(lab, gone)).rejects.toMatchObject({
      code: 'STACK_FAILED',
      message: 'the broker or the JobManager of the Docker Compose lab course does not run',
    })
  })
})
