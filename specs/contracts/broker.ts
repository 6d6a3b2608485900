/** A Kafka broker of its own for a spec file, ready, and gone with it. */
import { test as plainTest } from 'vitest'

import { waitForBroker } from '../../harness/kafka/broker.ts'
import { type KafkaSession, openKafkaSession } from '../../harness/kafka/session.ts'
import { chooseReaper } from '../../harness/open-stack.ts'
import { stackImages } from '../../harness/setup/image/image-recipe.ts'
import { setUp } from '../../harness/setup/set-up.ts'
import { LoopbackKafkaContainer } from '../../harness/stack/containers.ts'
import { connectEngine } from '../../harness/stack/engine/engine.ts'
import { type ContainerScope, openScope } from '../../harness/stack/scope.ts'
import { type Hang, hangOf } from './hang.ts'
import { shell } from './shell.ts'

// A fixture is set up within the time of the first test that asks for it.
export interface TestBroker extends AsyncDisposable, Hang {
  readonly brokers: string
  /** Open for as long as the broker is there. */
  readonly session: KafkaSession
  /** Where other containers know the broker as `kafka:9092`. */
  readonly scope: ContainerScope
  /** Ends the broker on the spot. */
  kill(): Promise<void>
  /** Runs a shell command in the container, where the broker is `localhost:9092`; throws when it fails. */
  run(command: string): Promise<string>
}

/** Starts a broker and waits until it answers. */
async function startBroker(): Promise<TestBroker> {
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
    ...hangOf(started, container),
    kill: () => container.kill(),
    run: (command) => shell(started, command),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
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
