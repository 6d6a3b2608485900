/** A Kafka broker for a spec file, ready: that of its worker's kept stack, or one of its own that is gone with the file. */
import { afterAll, test as plainTest } from 'vitest'

import { waitForBroker } from '../../harness/kafka/broker.ts'
import { type KafkaSession, openKafkaSession } from '../../harness/kafka/session.ts'
import { chooseReaper } from '../../harness/open-stack.ts'
import { stackImages } from '../../harness/setup/image/image-recipe.ts'
import { setUp } from '../../harness/setup/set-up.ts'
import { LoopbackKafkaContainer } from '../../harness/stack/containers.ts'
import { connectEngine } from '../../harness/stack/engine/engine.ts'
import { type ContainerScope, openScope } from '../../harness/stack/scope.ts'
import { nameOfWorker, stackOfWorker } from '../worker-stacks/of-worker.ts'
import { type Hang, hangOf } from './hang.ts'
import { administer } from './plain-kafka.ts'
import { shell } from './shell.ts'

export interface TestBroker extends AsyncDisposable, Hang {
  readonly brokers: string
  /** Open for as long as the file runs. */
  readonly session: KafkaSession
  /** Runs a shell command in the container, where the broker is `localhost:9092`; throws when it fails. */
  run(command: string): Promise<string>
}

/** A broker that no other file sees. */
interface OwnBroker extends TestBroker {
  /** Where other containers know the broker as `kafka:9092`. */
  readonly scope: ContainerScope
  /** Ends the broker on the spot. */
  kill(): Promise<void>
}

/** Starts a broker and waits until it answers. */
async function startBroker(): Promise<OwnBroker> {
  await using release = new AsyncDisposableStack()
  await setUp()
  const [{ kafka }, scope] = [await stackImages(), release.use(await openScope(await chooseReaper()))]
  const started = await scope.start('kafka', new LoopbackKafkaContainer(kafka))
  const brokers = `${started.getHost()}:${started.getMappedPort(9093)}`
  const container = (await connectEngine()).getContainer(started.getId())
  await waitForBroker(brokers, { timeoutMs: 30_000, signal: scope.dead })
  const session = release.use(openKafkaSession(brokers))
  const held = release.move()
  return {
    brokers,
    session,
    scope,
    ...hangOf(container),
    kill: () => container.kill(),
    run: (command) => shell(container, command),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

/** Uses the broker of a worker's kept stack. */
async function useBroker(name: string): Promise<TestBroker> {
  const { id, brokers } = await stackOfWorker(name)
  const container = (await connectEngine()).getContainer(`streamassay-${id}-kafka`)
  const session = openKafkaSession(brokers)
  return {
    brokers,
    session,
    ...hangOf(container),
    run: (command) => shell(container, command),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  }
}

// Before the check that nothing is left on the stack of the worker; a fixture would be cleaned up after it.
afterAll(async () => {
  const name = nameOfWorker()
  if (name === undefined) return
  const { brokers } = await stackOfWorker(name)
  await administer(brokers, async (admin) => {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(topicPrefix))
    if (topics.length > 0) await admin.deleteTopics({ topics })
  })
})

/** vitest's `test` with a `broker` that the specs of a file share, and a topic name of its own for each. */
export const test = plainTest
  .extend('broker', { scope: 'file' }, async ({}, { onCleanup }): Promise<TestBroker> => {
    const name = nameOfWorker()
    const broker = await (name === undefined ? startBroker() : useBroker(name))
    onCleanup(() => broker[Symbol.asyncDispose]())
    return broker
  })
  .extend('topic', () => nextTopic())

/** The same with a broker that is the file's own. */
export const testOfOwnBroker = plainTest
  .extend('broker', { scope: 'file' }, async ({}, { onCleanup }) => {
    const broker = await startBroker()
    onCleanup(() => broker[Symbol.asyncDispose]())
    return broker
  })
  .extend('topic', () => nextTopic())

/** Each file has a process of its own. */
const topicPrefix = `spec-${process.pid}-`
let topics = 0
const nextTopic = (): string => `${topicPrefix}${(topics += 1)}`
