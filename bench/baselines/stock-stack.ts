/** The stack as the stock start scripts make it, in containers that are started and asked exactly as ours are. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'

import type { GenericContainer } from 'testcontainers'

import { waitForCluster } from '../../harness/flink/cluster.ts'
import { waitForBroker } from '../../harness/kafka/broker.ts'
import { FlinkContainer, LoopbackKafkaContainer } from '../../harness/stack/containers.ts'
import { openScope } from '../../harness/stack/scope.ts'
import type { Ground } from '../ground.ts'

export interface StockStack extends AsyncDisposable {
  readonly id: string
}

const readyTimeoutMs = 120_000
const stockScript = fileURLToPath(new URL('../bare/stock-flink.sh', import.meta.url))
const stockEnvironment = fileURLToPath(new URL('../bare/stock.env', import.meta.url))

/** Starts Kafka, a JobManager and a TaskManager at once, and waits until the broker answers and the TaskManager is registered. */
export async function startStockStack({ images, reaper, signal: interrupted }: Ground): Promise<StockStack> {
  await using release = new AsyncDisposableStack()
  const environment = parseEnv(await readFile(stockEnvironment, 'utf8')) as Record<string, string>
  const scope = release.use(await openScope(reaper))
  const flink = (role: 'jobmanager' | 'taskmanager'): GenericContainer =>
    new FlinkContainer(images.pyflink, role, {})
      .withEntrypoint(['/stock-flink.sh'])
      .withCommand([role])
      .withEnvironment(environment)
      .withCopyFilesToContainer([{ source: stockScript, target: '/stock-flink.sh', mode: 0o755 }])
  const starting = [
    scope.start('kafka', new LoopbackKafkaContainer(images.kafka).withEnvironment(environment)),
    scope.start('jobmanager', flink('jobmanager')),
    scope.start('taskmanager', flink('taskmanager')),
  ] as const
  // Nothing is started behind a release.
  await Promise.allSettled(starting)
  const [kafka, jobmanager] = await Promise.all(starting)
  const limits = { timeoutMs: readyTimeoutMs, signal: AbortSignal.any([scope.dead, interrupted]) }
  await Promise.all([
    waitForBroker(`${kafka.getHost()}:${kafka.getMappedPort(9093)}`, limits),
    waitForCluster(`http://${jobmanager.getHost()}:${jobmanager.getMappedPort(8081)}`, {
      ...limits,
      taskManagers: 1,
      slots: 1,
    }),
  ])
  const held = release.move()
  return { id: scope.id, [Symbol.asyncDispose]: () => held.disposeAsync() }
}
