/** The traces that a spec file may leave on a stack that others use after it. */
import { readJobs } from '../../harness/flink/endpoints.ts'
import { Clients } from '../../harness/kafka/wire/clients.ts'
import type { Stack } from '../../harness/stack/stack.ts'

const ended = new Set(['FINISHED', 'FAILED', 'CANCELED'])

/** Lists the jobs that have not ended and the topics that are not Kafka's own: `job 5a55… (RUNNING)`, `topic days`. */
export async function leftOn(
  { flinkUrl, brokers }: Pick<Stack, 'flinkUrl' | 'brokers'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  using clients = new Clients(brokers)
  const [jobs, topics] = await Promise.all([
    readJobs(flinkUrl, { signal }),
    clients.use((cluster) => cluster.topicNames(), signal),
  ])
  return [
    ...jobs.filter(({ status }) => !ended.has(status)).map(({ id, status }) => `job ${id} (${status})`),
    ...topics.filter((name) => !name.startsWith('__')).map((name) => `topic ${name}`),
  ]
}
