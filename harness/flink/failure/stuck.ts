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
    waits: 'its sink asks for a topic that does not exist',
    hint: 'Write to the topic, and on the `brokers`, that `args` receives.',
    operator,
  }
}

/** A client of the job that cannot reach its broker, and how often it has said so by now. It gives up after a minute. */
export interface FailedAttempts {
  readonly sign: StuckSign
  readonly attempts: number
}

/** What tells the job's own clients from those of other jobs in one log. */
export interface ClientsOfJob {
  readonly jobId: string
  /** The consumer group that the run gives to its job. A job may choose another. */
  readonly groupId: string
  /** The brokers that the run gives to its job, which have answered. */
  readonly brokers: string
  /** True if no other job runs on the cluster. */
  readonly isAlone: boolean
}

const attempt = /clientId=(\S+)\] Connection to node -?\d+ \(([^)]+)\) could not be established/
const startOfJob = 'Starting execution of job '

interface Attempt {
  readonly clientId: string
  readonly address: string
  readonly line: number
}

/**
 * The attempts of the job's sources to reach a broker that does not answer; null if there are none. The log of a kept stack
 * holds several jobs. A client is the job's if it has the run's group in its name, if it failed for the first time
 * between the start of this job and that of the next one, or if no other job runs.
 */
export function failedAttempts(
  jobManagerLog: string,
  { jobId, groupId, brokers, isAlone }: ClientsOfJob,
): FailedAttempts | null {
  const lines = jobManagerLog.split('\n')
  const starts = lines.flatMap((line, at) => (line.includes(startOfJob) ? [at] : []))
  const start = starts.find((at) => lines[at]?.includes(`(${jobId})`)) ?? Infinity
  const next = starts.find((at) => at > start) ?? Infinity
  const failed = attemptsIn(lines).filter(({ address }) => !brokers.split(',').includes(plainAddress(address)))
  const firstOf = new Map(failed.toReversed().map(({ clientId, line }) => [clientId, line]))
  const isOwn = ({ clientId, line }: Attempt): boolean => {
    const first = firstOf.get(clientId) ?? line
    return clientId.startsWith(`${groupId}-`) || (line > start && (isAlone || (first > start && first < next)))
  }
  const own = failed.filter(isOwn)
  const address = own.at(-1)?.address
  return address === undefined ? null : { sign: unreachable('source', address), attempts: own.length }
}

/** The broker that no producer of the TaskManager reaches, if it is one alone and not the run's own; else null. */
export function unreachedBySinks(taskManagerLog: string, brokers: string): StuckSign | null {
  const ofProducers = attemptsIn(taskManagerLog.split('\n')).filter(({ clientId }) => /(^|-)producer-/.test(clientId))
  const [address, ...others] = new Set(ofProducers.map((one) => one.address))
  if (address === undefined || others.length > 0 || brokers.split(',').includes(plainAddress(address))) return null
  return unreachable('sink', address)
}

const attemptsIn = (lines: readonly string[]): readonly Attempt[] =>
  lines.flatMap((text, line) => {
    const [, clientId, address] = attempt.exec(text) ?? []
    return clientId === undefined || address === undefined ? [] : [{ clientId, address, line }]
  })

/** `kafka:9092` of `kafka/172.23.0.3:9092`, as Kafka prints an address that has been looked up. */
const plainAddress = (address: string): string => address.replace(/\/.*:/, ':')

const unreachable = (end: 'source' | 'sink', address: string): StuckSign => ({
  waits: `its ${end} cannot reach the broker at ${address}`,
  hint: /^(localhost\b|127\.|\[?::1)/.test(address)
    ? 'Inside the cluster, `localhost` is the container itself. Pass the job the `brokers` that `args` receives.'
    : 'Pass the job the `brokers` that `args` receives: inside the cluster the broker has another address than outside.',
  operator: null,
})
