/** The containers of a stack: testcontainers' own classes, published on the loopback and waited for by us. */
import { KafkaContainer } from '@testcontainers/kafka'
import { GenericContainer, getContainerRuntimeClient, type WaitStrategy } from 'testcontainers'

import { publishOnLoopback } from './loopback.ts'

/** Kafka behind the loopback. */
export class LoopbackKafkaContainer extends KafkaContainer {
  constructor(image: string) {
    super(image)
    this.withWaitStrategy(readinessIsOurs)
  }

  protected override async beforeContainerCreated(): Promise<void> {
    await super.beforeContainerCreated()
    publishOnLoopback(this.hostConfig, await engineHost())
  }
}

/** One process of a Flink cluster; the image's entry point takes `jobmanager` or `taskmanager` and Flink's `-D` options. */
export class FlinkContainer extends GenericContainer {
  constructor(image: string, role: 'jobmanager' | 'taskmanager', settings: Readonly<Record<string, string>>) {
    super(image)
    this.withWaitStrategy(readinessIsOurs)
    this.withCommand([role, ...Object.entries(settings).flatMap(([name, value]) => ['-D', `${name}=${value}`])])
    if (role === 'jobmanager') this.withExposedPorts(8081)
  }

  protected override async beforeContainerCreated(): Promise<void> {
    publishOnLoopback(this.hostConfig, await engineHost())
  }
}

async function engineHost(): Promise<string> {
  return (await getContainerRuntimeClient()).info.containerRuntime.host
}

// An open port says little about a broker or a cluster, and testcontainers does not notice a container that dies while it
// waits: `start()` returns as soon as the container runs, and start-stack.ts asks the broker and the cluster for real answers.
export const readinessIsOurs: WaitStrategy = {
  waitUntilReady: () => Promise.resolve(),
  withStartupTimeout: () => readinessIsOurs,
  isStartupTimeoutSet: () => false,
  getStartupTimeout: () => 0,
}
