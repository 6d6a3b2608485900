/** Starts a stack in containers: everything side by side, ready when it answers, released in reverse order. */
import { randomBytes } from 'node:crypto'

import { getContainerRuntimeClient, getReaper, LABEL_TESTCONTAINERS_SESSION_ID, StartedNetwork } from 'testcontainers'
import type { GenericContainer, StartedTestContainer } from 'testcontainers'

import { messageOf, StreamassayError } from '../errors.ts'
import { waitForCluster } from '../flink/cluster.ts'
import { waitForBroker } from '../kafka/broker.ts'
import { FlinkContainer, LoopbackKafkaContainer } from './containers.ts'
import { connectEngine } from './engine.ts'
import { guard, type Reaper } from './cleanup/guard.ts'
import { labelsOf } from './cleanup/labels.ts'
import { watchContainer } from './liveness.ts'
import { containerLog } from './logs.ts'
import type { Stack, StackPart, StackVersions } from './stack.ts'

/** What a stack of containers is made of. */
export interface ContainerStackOptions {
  readonly images: { readonly kafka: string; readonly pyflink: string }
  readonly versions: StackVersions
  readonly reaper: Reaper
  /** Ends the start from outside. */
  readonly signal?: AbortSignal
}

const readyTimeoutMs = 120_000
const taskSlots = 4
// About twice what each was measured to need with a small job; what is over is killed by the kernel and said so.
const memoryGib: Record<StackPart, number> = { kafka: 1, jobmanager: 1, taskmanager: 2.5 }

/**
 * Starts Kafka, a JobManager and a TaskManager on a network of their own and waits until all of them answer.
 *
 * @throws StreamassayError `CONTAINER_DIED` as soon as one of them dies, `WAIT_TIMED_OUT` after two minutes; whatever had
 * been started by then is removed
 */
export async function startStack(options: ContainerStackOptions): Promise<Stack> {
  const startedMs = performance.now()
  const id = randomBytes(6).toString('hex')
  const dead = new AbortController()
  const signal = options.signal ? AbortSignal.any([dead.signal, options.signal]) : dead.signal
  await using release = new AsyncDisposableStack()
  await guard(id, options.reaper, release)
  const network = await createNetwork(id, release)
  const start = (part: StackPart, container: GenericContainer): Promise<StartedTestContainer> =>
    startContainer(part, configure(container, id, network, part), dead, release)

  const settings = { 'taskmanager.numberOfTaskSlots': String(taskSlots) }
  const [kafka, jobmanager, taskmanager] = await allOrFirstError([
    start('kafka', new LoopbackKafkaContainer(options.images.kafka)),
    start('jobmanager', new FlinkContainer(options.images.pyflink, 'jobmanager', settings)),
    start('taskmanager', new FlinkContainer(options.images.pyflink, 'taskmanager', settings)),
  ])
  const brokers = `${kafka.getHost()}:${kafka.getMappedPort(9093)}`
  const flinkUrl = `http://${jobmanager.getHost()}:${jobmanager.getMappedPort(8081)}`
  const limits = { timeoutMs: readyTimeoutMs, signal }
  await allOrFirstError([
    waitForBroker(brokers, limits),
    waitForCluster(flinkUrl, { ...limits, taskManagers: 1, slots: taskSlots }),
  ])

  const containers: Record<StackPart, StartedTestContainer> = { kafka, jobmanager, taskmanager }
  const held = release.move()
  return {
    id,
    brokers,
    brokersForJobs: 'kafka:9092',
    flinkUrl,
    python: 'python',
    versions: options.versions,
    startMs: Math.round(performance.now() - startedMs),
    dead: dead.signal,
    log: async (part) => containerLog((await connectEngine()).getContainer(containers[part].getId())),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

/** testcontainers' own Network takes no labels, so the network is made through its client and wrapped as it would be. */
async function createNetwork(id: string, release: AsyncDisposableStack): Promise<StartedNetwork> {
  const client = await getContainerRuntimeClient()
  const reaper = await getReaper(client)
  const name = `streamassay-${id}`
  const network = await client.network.create({
    Name: name,
    Driver: 'bridge',
    Labels: { ...labelsOf(id), [LABEL_TESTCONTAINERS_SESSION_ID]: reaper.sessionId },
  })
  return release.use(new StartedNetwork(client, name, network))
}

function configure(
  container: GenericContainer,
  id: string,
  network: StartedNetwork,
  part: StackPart,
): GenericContainer {
  return container
    .withName(`streamassay-${id}-${part}`)
    .withNetwork(network)
    .withNetworkAliases(part)
    .withLabels(labelsOf(id))
    .withResourcesQuota({ memory: memoryGib[part] })
}

async function startContainer(
  part: StackPart,
  container: GenericContainer,
  dead: AbortController,
  release: AsyncDisposableStack,
): Promise<StartedTestContainer> {
  const started = await container.start().catch((error: unknown) => {
    throw new StreamassayError('STACK_FAILED', `the container of ${part} could not be started: ${messageOf(error)}`, {
      remedy: '`streamassay doctor` checks the engine, the images, memory and disk',
      cause: error,
    })
  })
  release.defer(async () => {
    dead.abort(new StreamassayError('STACK_FAILED', 'the stack has been released', { remedy: 'start another one' }))
    await started.stop({ timeout: 0, remove: true, removeVolumes: true })
  })
  void watchContainer(part, (await connectEngine()).getContainer(started.getId()), dead)
  return started
}

/** All values, or the first error once none of the others is on its way any more: nothing is started behind a release. */
async function allOrFirstError<const Promises extends readonly Promise<unknown>[]>(
  promises: Promises,
): Promise<{ -readonly [K in keyof Promises]: Awaited<Promises[K]> }> {
  await Promise.allSettled(promises)
  return Promise.all(promises)
}
