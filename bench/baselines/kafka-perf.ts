/** Kafka's own performance tools, in the broker's container, with the JVM flags that Kafka's scripts give them. */
import { readFile } from 'node:fs/promises'
import { parseEnv } from 'node:util'

import type { Ground } from '../ground.ts'
import { runIn } from '../in-container.ts'
import { consumedRate, steadyRate } from './kafka-perf-output.ts'

const timeoutMs = 180_000
const heap = 'KAFKA_TOOLS_HEAP_OPTS=-Xmx512M'

export interface PerfPlan {
  /** The broker's container; its brokers answer at kafka:9092. */
  readonly container: string
  readonly topic: string
  readonly rows: number
}

/**
 * `kafka-producer-perf-test` with acknowledgements from all replicas, its JVM warmed by as many records as are measured.
 *
 * @returns records per second, the JVM's start and the warm-up left out
 */
export async function producerRate(
  plan: PerfPlan & { readonly recordBytes: number },
  ground: Pick<Ground, 'signal'>,
): Promise<number> {
  const { topic, rows, recordBytes } = plan
  const options = {
    '--topic': topic,
    '--num-records': 2 * rows,
    '--warmup-records': rows,
    '--record-size': recordBytes,
    '--throughput': -1,
    '--command-property': 'acks=all',
  }
  const said = await runTool('kafka-producer-perf-test', options, plan, ground)
  return steadyRate(said)
}

/**
 * `kafka-consumer-perf-test`, which decodes nothing.
 *
 * @returns records per second from its joining a group to its last record, the JVM's start left out
 */
export async function consumerRate(plan: PerfPlan, ground: Pick<Ground, 'signal'>): Promise<number> {
  const options = { '--topic': plan.topic, '--num-records': plan.rows }
  const said = await runTool('kafka-consumer-perf-test', options, plan, ground)
  return consumedRate(said)
}

async function runTool(
  tool: string,
  options: Readonly<Record<string, string | number>>,
  { container }: PerfPlan,
  ground: Pick<Ground, 'signal'>,
): Promise<string> {
  const { KAFKA_TOOLS_OPTS } = parseEnv(await readFile(new URL('../bare/stock.env', import.meta.url), 'utf8'))
  const words = Object.entries(options).flatMap(([name, value]) => [name, String(value)])
  const command = [tool, '--bootstrap-server', 'kafka:9092', ...words]
  const environment = [heap, `KAFKA_TOOLS_OPTS=${KAFKA_TOOLS_OPTS}`]
  return runIn({ container, command, environment, timeoutMs }, ground)
}
