/** Specs of a container as the plain client sees it. */

import { expect, test } from 'vitest'

import { apiContainer } from '../../../../harness/stack/engine/api-container.ts'
import type { EngineApi } from '../../../../harness/stack/engine/engine-api.ts'
import { containerLog, lastLines } from '../../../../harness/stack/logs.ts'
import { frame } from '../fake-container.ts'

function answering(body: Buffer | string): { readonly api: EngineApi; readonly asked: string[] } {
  const asked: string[] = []
  const api: EngineApi = async ({ method, path }) => {
    asked.push(`${method} ${path}`)
    return Buffer.from(body)
  }
  return { api, asked }
}

test('its log is read as any other container’s, both streams in order', async () => {
  const log = Buffer.concat([frame(1, 'one\n'), frame(2, 'zwölf\n'), frame(1, '\nthree\n')])
  const { api, asked } = answering(log)
  expect(await containerLog(apiContainer(api, 'streamassay-1-kafka'), new Date(60_000))).toBe('one\nzwölf\n\nthree\n')
  expect(await lastLines(apiContainer(api, 'streamassay-1-kafka'), 20)).toEqual(['one', 'zwölf', 'three'])
  expect(asked).toEqual([
    'GET /containers/streamassay-1-kafka/logs?stdout=1&stderr=1&tail=10000&since=50',
    'GET /containers/streamassay-1-kafka/logs?stdout=1&stderr=1&tail=20&since=0',
  ])
})

test('its end is waited for, and its state asked for, by its name', async () => {
  const state = { State: { Running: false, ExitCode: 3, OOMKilled: true } }
  const { api, asked } = answering(JSON.stringify(state))
  const container = apiContainer(api, 'streamassay-1-kafka')
  await container.wait({ abortSignal: new AbortController().signal })
  expect(await container.inspect()).toEqual(state)
  expect(asked).toEqual(['POST /containers/streamassay-1-kafka/wait', 'GET /containers/streamassay-1-kafka/json'])
})
