/** Starts a stack in containers: everything side by side, ready when it answers, released in reverse order. */
import type { GenericContainer, StartedTestContainer } from 'testcontainers'

import { waitForCluster } from '../flink/cluster.ts'
import { readJavaVersion } from '../flink/java-version.ts'
import { waitForBroker } from '../kafka/broker.ts'
import { openKafkaSession } from '../kafka/session.ts'
import type { Reaper } from './cleanup/guard.ts'
import { engineHost, FlinkContainer, LoopbackKafkaContainer } from './containers.ts'
import { connectEngine } from './engine/engine.ts'
import { apiOf } from './engine/engine-api.ts'
import { publishAddress } from './loopback.ts'
import { askParts, containersOf, slotsEach, taskManagerNames, warmPython } from './parts.ts'
import { openScope } from './scope.ts'
import { needImages } from './start-failure.ts'
import type { Stack, StackBroker, StackPart, StackUnderway, StackVersions } from './stack.ts'

/** What a stack of containers is made of. */
export interface ContainerStackOptions {
  readonly images: { readonly kafka: string; readonly pyflink: string }
  /** What the images are built of; Java's is asked of the cluster. */
  readonly versions: Omit<StackVersions, 'java'>
  readonly reaper: Reaper
  /** The ports of this machine that the Web UI and the broker are reached at; the engine chooses where none are given. */
  readonly ports?: { readonly web: number; readonly broker: number }
  /** 1 when not given. */
  readonly taskManagers?: number
  /** Ends the start from outside. */
  readonly signal?: AbortSignal
}

const readyTimeoutMs = 120_000
// At least twice what each was measured to need; what is over is killed by the kernel, and that is said.
const memoryGib: Readonly<Record<StackPart, number>> = { kafka: 1, jobmanager: 1, taskmanager: 2.5 }

/**
 * Starts Kafka, a JobManager and its TaskManagers on a network of their own; the stack is there when all of them answer.
 *
 * Its promises are rejected with a StreamassayError: `IMAGE_MISSING`, `PORTS_REFUSED`, `STACK_FAILED`, `CONTAINER_DIED` as soon as one of them
 * dies, `WAIT_TIMED_OUT` after two minutes; whatever had been started by then is removed.
 */
export function startStack(options: ContainerStackOptions): StackUnderway {
  const broker = Promise.withResolvers<StackBroker>()
  const stack = start(options, broker.resolve)
  stack.catch(broker.reject)
  // Not everybody asks for it.
  broker.promise.catch(() => undefined)
  return { broker: broker.promise, stack }
}

async function start(
  { images, versions, reaper, ports, taskManagers = 1, signal }: ContainerStackOptions,
  onBroker: (broker: StackBroker) => void,
): Promise<Stack> {
  await needImages(connectEngine(), [images.kafka, images.pyflink])
  // Each container would be refused by itself, and others started before that.
  publishAddress(await engineHost())
  await using release = new AsyncDisposableStack()
  const scope = release.use(await openScope(reaper))
  const settings = { 'taskmanager.numberOfTaskSlots': String(slotsEach) }
  const ofJobManager = {
    ...settings,
    // Left to itself Flink fills the slots of one TaskManager before it uses another.
    'taskmanager.load-balance.mode': 'SLOTS',
  }
  const startPart = (
    part: StackPart,
    container: GenericContainer,
    name: string = part,
  ): Promise<StartedTestContainer> => scope.start(name, container, memoryGib[part])
  const [kafka, jobmanager] = await allOrFirstError([
    startPart('kafka', new LoopbackKafkaContainer(images.kafka, ports?.broker)),
    startPart('jobmanager', new FlinkContainer(images.pyflink, 'jobmanager', ofJobManager, ports?.web)),
    // Left to itself it connects to the JobManager to learn its own address, and while there is none yet it tries again after
    // ever longer pauses: a second or two in which it could have started.
    ...taskManagerNames(taskManagers).map((name) =>
      startPart(
        'taskmanager',
        // By its id one that is started again is known as the one that ended, and takes its place.
        new FlinkContainer(images.pyflink, 'taskmanager', {
          ...settings,
          'taskmanager.host': name,
          'taskmanager.resource-id': name,
        }),
        name,
      ),
    ),
  ])

  const brokers = `${kafka.getHost()}:${kafka.getMappedPort(9093)}`
  const flinkUrl = `http://${jobmanager.getHost()}:${jobmanager.getMappedPort(8081)}`
  const limits = { timeoutMs: readyTimeoutMs, signal: signal ? AbortSignal.any([scope.dead, signal]) : scope.dead }
  const broker = { kafka: release.use(openKafkaSession(brokers)), brokersForJobs: 'kafka:9092', dead: scope.dead }
  const javaOfCluster = async (): Promise<string> => {
    await waitForCluster(flinkUrl, { ...limits, taskManagers, slots: slotsEach * taskManagers })
    return readJavaVersion(flinkUrl, { signal: limits.signal })
  }
  const [java] = await allOrFirstError([javaOfCluster(), waitForBroker(brokers, limits).then(() => onBroker(broker))])

  const api = apiOf(await connectEngine())
  const held = release.move()
  return {
    ...broker,
    id: scope.id,
    brokers,
    flinkUrl,
    python: warmPython,
    versions: { ...versions, java },
    ...askParts(api, containersOf(scope.id, taskManagers)),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

/** All values, or the first error once none of the others is on its way any more: nothing is started behind a release. */
async function allOrFirstError<const Promises extends readonly Promise<unknown>[]>(
  promises: Promises,
): Promise<{ -readonly [K in keyof Promises]: Awaited<Promises[K]> }> {
  await Promise.allSettled(promises)
  return Promise.all(promises)
}
