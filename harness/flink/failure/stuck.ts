/** Signs that a running job will not go on by itself, read from what its threads do and from what its cluster logs. */
import type { JavaThread } from '../threads.ts'

/** What a job waits for in vain. */
export interface StuckSign {
  /** What it waits for, to go after "the job is stuck: ". */
  readonly waits: string
  readonly hint: string
  readonly operator: string | null
}

/** A task's own thread: `<operator> (1/4)#0`. */
const taskThread = /^(.+) \(\d+\/\d+\)#\d+$/
const isOfSink = /\bKafkaProducer\.waitOnMetadata\b/

/**
 * A sink that waits for what it needs to know of its topic, which takes milliseconds where the topic is there. Kafka's own
 * limit for that is a minute.
 *
 * @param operators the job's own; where other jobs on the cluster have one of the same name, all of them must wait
 */
export function blockedSink(threads: readonly JavaThread[], operators: readonly string[]): StuckSign | null {
  const tasks = threads.flatMap(({ name, text }) => {
    const operator = taskThread.exec(name)?.[1]
    return operator !== undefined && operators.includes(operator) ? [{ operator, waits: isOfSink.test(text) }] : []
  })
  const blocked = tasks.find(({ waits }) => waits)
  if (blocked === undefined) return null
  const { operator } = blocked
  if (tasks.some((task) => task.operator === operator && !task.waits)) return null
  return {
    waits: 'its sink asks for the topic that it writes to, and is told of none of that name',
    hint: "write to the topic that the scenario's `args` are given, on the brokers that they are given",
    operator,
  }
}

/** A source whose brokers do not answer, and how often it has said so by now: it logs every attempt, and gives up after a minute. */
export interface FailedAttempts {
  readonly sign: StuckSign
  readonly attempts: number
}

/** What the log tells of attempts of the run's own source to reach its broker; null where there are none. */
export function failedAttempts(jobManagerLog: string, groupId: string): FailedAttempts | null {
  const lines = jobManagerLog
    .split('\n')
    .filter((line) => line.includes(`clientId=${groupId}-`) && line.includes('could not be established'))
  const address = /Connection to node -?\d+ \(([^)]+)\)/.exec(lines.at(-1) ?? '')?.[1]
  if (address === undefined) return null
  const sign = {
    waits: `its source cannot reach the broker at ${address}`,
    hint: "use the `brokers` that the scenario's `args` are given: a job inside the cluster reaches them by another address than you do",
    operator: null,
  }
  return { sign, attempts: lines.length }
}
