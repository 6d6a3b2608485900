/** A broker of ours with the group settings that Kafka has by default, which ours makes smaller and quicker. */
import { waitForBroker } from '../../harness/kafka/broker.ts'
import { LoopbackKafkaContainer } from '../../harness/stack/containers.ts'
import { openScope } from '../../harness/stack/scope.ts'
import type { Ground } from '../ground.ts'

export interface GroupBroker extends AsyncDisposable {
  readonly brokers: string
}

const timeoutMs = 60_000
const defaults = {
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '3000',
  KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '50',
  KAFKA_GROUP_COORDINATOR_THREADS: '4',
}

/** Starts it and waits until it answers. */
export async function startGroupBroker({ images, reaper, signal }: Ground): Promise<GroupBroker> {
  await using release = new AsyncDisposableStack()
  const scope = release.use(await openScope(reaper))
  const started = await scope.start('kafka', new LoopbackKafkaContainer(images.kafka).withEnvironment(defaults))
  const brokers = `${started.getHost()}:${started.getMappedPort(9093)}`
  await waitForBroker(brokers, { timeoutMs, signal: AbortSignal.any([scope.dead, signal]) })
  const held = release.move()
  return { brokers, [Symbol.asyncDispose]: () => held.disposeAsync() }
}
