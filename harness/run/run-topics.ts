/** The topics of a run: made, and those of the scenario's sides filled, before anything reads them; deleted at its end. */
import { messageOf } from '../errors.ts'
import { type RunNames, sideTopic } from '../flink/submission/job-arguments.ts'
import type { KafkaSession } from '../kafka/session.ts'
import type { RunTopic } from '../kafka/topics.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Stack } from '../stack/stack.ts'
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

/** How a run or a check treats its topics at its end. */
export interface TopicsAfterwards {
  /** True if the stack outlives the run; with any other stack its topics go as well (default: false). */
  readonly isStackKept?: boolean
  /** True if the topics are to stay until the stack goes (default: false). */
  readonly keepTopics?: boolean
}

const clearTimeoutMs = 5_000

/**
 * Deletes the topics and consumer groups of a run from a kept stack, when no job uses them any more.
 *
 * @returns why topics were left, as a line; null if none were, or if they are to stay
 */
export async function clearTopics(
  { kafka, dead }: Pick<Stack, 'kafka' | 'dead'>,
  name: string,
  { isStackKept = false, keepTopics = false }: TopicsAfterwards,
): Promise<string | null> {
  if (!isStackKept || keepTopics || dead.aborted) return null
  return kafka.deleteTopics(name, { timeoutMs: clearTimeoutMs, signal: dead }).then(
    () => null,
    (error: unknown) => `topics of ${name} stay on the kept stack: ${messageOf(error)}`,
  )
}
