/** A Kafka broker of its own for a spec file, ready, and gone with it. */
import { getContainerRuntimeClient } from 'testcontainers'
import { test as plainTest, vi } from 'vitest'

import { environment } from '../../harness/environment.ts'
import { waitForBroker } from '../../harness/kafka/broker.ts'
import { LoopbackKafkaContainer } from '../../harness/stack/containers.ts'

// A fixture is set up within the time of the first test that asks for it.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const image = environment.kafkaImage() ?? 'streamassay-dev/kafka:8.2.0-test'

export interface TestBroker extends AsyncDisposable {
  readonly brokers: string
  /** Freezes every process of the broker: connections stay, and nothing answers. */
  pause(): Promise<void>
  resume(): Promise<void>
  /** Ends the broker on the spot. */
  kill(): Promise<void>
  /** Runs a shell command in the container, where the broker is `localhost:9092`; throws when it fails. */
  run(command: string): Promise<string>
}

/** Starts a broker and waits until it answers. */
export async function startBroker(): Promise<TestBroker> {
  const started = await new LoopbackKafkaContainer(image).start()
  const brokers = `${started.getHost()}:${started.getMappedPort(9093)}`
  const { dockerode } = (await getContainerRuntimeClient()).container
  const container = dockerode.getContainer(started.getId())
  const stop = async (): Promise<void> => void (await started.stop())
  await waitForBroker(brokers, { timeoutMs: 30_000 }).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return {
    brokers,
    pause: () => container.pause(),
    resume: () => container.unpause(),
    kill: () => container.kill(),
    async run(command) {
      const { exitCode, output } = await started.exec(['sh', '-c', command])
      if (exitCode !== 0) throw new Error(`${command}: exit ${exitCode}: ${output}`)
      return output
    },
    [Symbol.asyncDispose]: stop,
  }
}

/** vitest's `test` with a `broker` that the specs of a file share, and a topic name of its own for each. */
export const test = plainTest
  .extend('broker', { scope: 'file' }, async ({}, { onCleanup }) => {
    const broker = await startBroker()
    onCleanup(() => broker[Symbol.asyncDispose]())
    return broker
  })
  .extend('topic', () => `spec-${(topics += 1)}`)

let topics = 0
