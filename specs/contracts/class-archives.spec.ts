/** Class-data archives: each JVM of a stack starts out of one, and one that does without says so and starts all the same. */
import { getContainerRuntimeClient } from 'testcontainers'
import { test as plainTest } from 'vitest'
import { describe, expect, test } from 'streamassay/vitest'

import { waitForBroker } from '../../harness/kafka/broker.ts'
import { chooseReaper } from '../../harness/open-stack.ts'
import { stackImages } from '../../harness/setup/image/image-recipe.ts'
import { setUp } from '../../harness/setup/set-up.ts'
import { FlinkContainer, LoopbackKafkaContainer } from '../../harness/stack/containers.ts'
import { connectEngine } from '../../harness/stack/engine/engine.ts'
import { containerLog } from '../../harness/stack/logs.ts'
import { openScope } from '../../harness/stack/scope.ts'
import { waitUntil } from '../../harness/wait-until.ts'

// A fixture is set up within the time of the first test that asks for it.
// An archive keeps addresses of one width: a JVM that uses another one cannot take it.
const misfit = '-XX:-UseCompressedOops'

/** Waits until a container's log has a line, and gives every line that has the word. */
async function linesWith(word: string, containerId: string, awaited: string): Promise<string[]> {
  const container = (await connectEngine()).getContainer(containerId)
  const log = await waitUntil(
    async () => {
      const text = await containerLog(container, new Date(0))
      return text.includes(awaited) ? { found: text } : { seen: text.split('\n').at(-2) ?? '' }
    },
    { what: `"${awaited}" in the log`, timeoutMs: 60_000, remedy: 'read the log' },
  )
  return log.split('\n').filter((line) => line.includes(word))
}

describe('in a running stack', () => {
  test.for([
    ['kafka', '/opt/kafka/broker.jsa'],
    ['jobmanager', '/opt/streamassay/archives/jobmanager.jsa'],
    ['taskmanager', '/opt/streamassay/archives/taskmanager.jsa'],
  ] as const)('the JVM of %s has its archive mapped, and complains of none', async ([part, archive], { stack }) => {
    const { container } = await getContainerRuntimeClient()
    const { output } = await container.exec(container.getById(`streamassay-${stack.id}-${part}`), [
      'sh',
      '-c',
      'cat /proc/[0-9]*/maps',
    ])
    expect(output.split('\n').filter((line) => line.endsWith(archive))).not.toEqual([])
    expect(await stack.log(part, new Date(0))).not.toContain('a slow start')
  })
})

plainTest.concurrent('a broker whose archive is rejected says so in one line, and starts', async () => {
  await setUp()
  await using scope = await openScope(await chooseReaper())
  const { kafka } = await stackImages()
  const started = await scope.start('kafka', new LoopbackKafkaContainer(kafka).withEnvironment({ KAFKA_OPTS: misfit }))
  const brokers = `${started.getHost()}:${started.getMappedPort(9093)}`
  await waitForBroker(brokers, { timeoutMs: 60_000, signal: scope.dead })
  expect(await linesWith('a slow start', started.getId(), 'a slow start')).toEqual([
    'kafka image: a slow start, because the class-data archive is rejected: Unable to use shared archive.',
  ])
})

plainTest.concurrent.for(['jobmanager', 'taskmanager'] as const)(
  'a %s whose archive is rejected says so in one line, and starts',
  async (role) => {
    await setUp()
    await using scope = await openScope(await chooseReaper())
    const { pyflink } = await stackImages()
    const flink = new FlinkContainer(pyflink, role, {}).withEnvironment({ FLINK_JVM_OPTIONS: misfit })
    const started = await scope.start(role, flink)
    const life =
      role === 'jobmanager' ? 'Starting StandaloneSessionClusterEntrypoint.' : 'Starting TaskManager (Version'
    expect(await linesWith('a slow start', started.getId(), life)).toEqual([
      `flink-process: a slow start, because the class-data archive of the ${role} is rejected: Unable to use shared archive.`,
    ])
  },
)
