/** The topics of a run: made, and those of the scenario's sides filled, before anything reads them. */
import { type RunNames, sideTopic } from '../flink/submission/job-arguments.ts'
import type { KafkaSession } from '../kafka/session.ts'
import type { RunTopic } from '../kafka/topics.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { PreparedJob } from './job/submit-scenario.ts'
import { sendSide } from './sides.ts'

export interface TopicsPlan {
  readonly kafka: Pick<KafkaSession, 'createTopics' | 'replay'>
  readonly topics: Pick<RunNames, 'inputTopic' | 'outputTopic' | 'groupId'>
  /** For the making of the topics. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** The topics of a run: its input's, its output's where the job writes to one, and one for each side. */
export function topicsOf<Row, Out>(
  { sink = 'kafka', inputPartitions = 1, outputPartitions = 1, sides = {} }: Scenario<Row, Out>,
  { inputTopic, outputTopic, groupId }: TopicsPlan['topics'],
): readonly RunTopic[] {
  const input = { name: inputTopic, partitions: inputPartitions }
  const output = { name: outputTopic, partitions: outputPartitions, timestamps: 'append' } as const
  const others = Object.keys(sides).map((side) => ({ name: sideTopic(groupId, side), partitions: 1 }))
  return [input, ...(sink === 'kafka' ? [output] : []), ...others]
}

/**
 * Makes the topics, and sends the sides.
 *
 * @returns what there is now, in words
 * @throws StreamassayError as `createTopics` and `replay` say
 */
export async function makeTopics<Row, Out>(
  { scenario, sides }: Pick<PreparedJob<Row, Out>, 'scenario' | 'sides'>,
  { kafka, topics, timeoutMs, signal }: TopicsPlan,
): Promise<string> {
  const wanted = topicsOf(scenario, topics)
  await kafka.createTopics(wanted, { timeoutMs, signal })
  const first = scenario.sidesSent === 'last' ? [] : sides
  for (const side of first) await sendSide(side, { kafka, groupId: topics.groupId, signal })
  const sent = first.map(({ name, rows }) => `; ${name}: ${rows.length} records`)
  return `${wanted.map(({ name }) => name).join(', ')}${sent.join('')}`
}
