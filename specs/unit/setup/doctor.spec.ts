/** The doctor when things are bad: it never throws, and each fault has its remedy. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { doctor } from '../../../harness/setup/doctor.ts'

beforeEach(() => {
  vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1')
})

afterEach(() => {
  vi.unstubAllEnvs()
})

test('without an engine it still looks at what can be seen, and says what is missing', async () => {
  const checks = await doctor()
  expect(checks.map(({ name }) => name)).toEqual(['versions', 'engine', 'disk'])
  expect(checks[1]).toMatchObject({ state: 'problem', remedy: expect.stringContaining('DOCKER_HOST') })
})

test('a check that fails becomes a problem with the remedy of its error', async () => {
  vi.stubEnv('STREAMASSAY_FLINK_VERSION', '1.0')
  const [versions] = await doctor()
  expect(versions).toMatchObject({
    state: 'problem',
    found: 'no image can be built with Flink 1.0, Python 3.11, Kafka connector 5.0.0-2.2',
    remedy: expect.stringContaining('Flink 2.2.1, Python 3.11, Kafka connector 5.0.0-2.2'),
  })
})
