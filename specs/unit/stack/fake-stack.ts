/** A stack of nothing: the addresses and logs that a spec gives it. */
import { openKafkaSession } from '../../../harness/kafka/session.ts'
import type { Stack } from '../../../harness/stack/stack.ts'

let stacks = 0

/** A stack whose parts live, and log one line each. */
export const fakeStack = (changes: Partial<Stack> = {}): Stack => ({
  id: '0123456789ab',
  // Each has a broker of its own: jobs of several specs take no turns with each other.
  brokers: `broker-${process.pid}-${(stacks += 1)}:9092`,
  kafka: {
    ...openKafkaSession('127.0.0.1:1'),
    // Whether a job writes in transactions cannot be told: it holds its turn until it has ended.
    transactionalProducers: () => Promise.reject(new Error('there is no broker')),
  },
  brokersForJobs: 'kafka:9092',
  flinkUrl: 'http://127.0.0.1:1',
  python: '/opt/venv/bin/python',
  versions: { kafka: '4.2.0', flink: '2.2.1', connector: '5.0.0-2.2', python: '3.11', java: null },
  dead: new AbortController().signal,
  log: (part) => Promise.resolve(`${part} is up\n`),
  clock: { aheadMs: () => Promise.resolve(0), at: (time) => Promise.resolve(time) },
  inspect: (part) => Promise.resolve({ Name: part }),
  reachedLimits: () => Promise.resolve([]),
  pythonStacks: () => Promise.resolve(''),
  taskManagers: [],
  [Symbol.asyncDispose]: () => Promise.resolve(),
  ...changes,
})
