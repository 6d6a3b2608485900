/** The containers of a stack: testcontainers' own classes, published on the loopback and waited for by us. */
import { KafkaContainer } from '@testcontainers/kafka'
import { GenericContainer, getContainerRuntimeClient, type WaitStrategy } from 'testcontainers'

import { mostGibOfPartition } from '../kafka/topics.ts'
import { temporary } from './engine/container-limits.ts'
import { publishPorts } from './loopback.ts'

// Testcontainers' own names.
const script = '/tmp/testcontainers_start.sh'
const lastLine = '/etc/confluent/docker/run'

/** For topics that a job has created: those of a run are created with the same limit. */
const brokerLimits = {
  KAFKA_LOG_RETENTION_BYTES: String(mostGibOfPartition * 2 ** 30),
  // In five minutes, which is Kafka's own interval, a job writes more than the limit.
  KAFKA_LOG_RETENTION_CHECK_INTERVAL_MS: '10000',
}

/** Kafka behind the loopback. */
export class LoopbackKafkaContainer extends KafkaContainer {
  readonly #hostPort: number | undefined

  /** @param hostPort of this machine; the engine chooses one when not given */
  constructor(image: string, hostPort?: number) {
    super(image)
    this.withWaitStrategy(readinessIsOurs)
    this.withEnvironment(brokerLimits)
    this.#hostPort = hostPort
  }

  protected override async beforeContainerCreated(): Promise<void> {
    await super.beforeContainerCreated()
    // Only now: testcontainers has left the choice to the engine once more.
    if (this.#hostPort !== undefined) this.withExposedPorts({ container: 9093, host: this.#hostPort })
    // The container waits for a script that is copied into it. Testcontainers runs it as soon as there is such a file, which
    // can fail while it is being written ("text file busy"), and looks for it ten times a second. That the container says in
    // its log that it waits need not be waited for.
    this.withCommand(['-c', `until grep -qs ^${lastLine} ${script}; do sleep 0.02; done; exec bash ${script}`])
    this.waitStrategy = readinessIsOurs
    publishPorts(this.hostConfig, await engineHost())
  }
}

/** One process of a Flink cluster; the image's entry point takes `jobmanager` or `taskmanager` and Flink's `-D` options. */
export class FlinkContainer extends GenericContainer {
  /** @param webPort the port of this machine for a JobManager's REST interface; the engine chooses one when not given */
  constructor(
    image: string,
    role: 'jobmanager' | 'taskmanager',
    settings: Readonly<Record<string, string>>,
    webPort?: number,
  ) {
    super(image)
    this.withWaitStrategy(readinessIsOurs)
    this.withCommand([role, ...Object.entries(settings).flatMap(([name, value]) => ['-D', `${name}=${value}`])])
    // What is uploaded, and what a job writes to a relative path; the folder of the stock scripts' logs.
    this.hostConfig.Mounts = [temporary('/var/lib/flink', 256), temporary('/opt/flink/log', 16)]
    if (role === 'jobmanager') this.withExposedPorts(webPort === undefined ? 8081 : { container: 8081, host: webPort })
  }

  protected override async beforeContainerCreated(): Promise<void> {
    publishPorts(this.hostConfig, await engineHost())
  }
}

/** The host at which the engine's published ports are reached. */
export async function engineHost(): Promise<string> {
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
