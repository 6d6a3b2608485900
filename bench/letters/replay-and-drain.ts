/** e: rows from CSV into a topic, and records out of one, beside Kafka's own tools and a kafkajs consumer group. */
import { openKafkaSession, type KafkaSession } from '../../harness/kafka/session.ts'
import { openStack } from '../../harness/open-stack.ts'
import { startGroupBroker } from '../baselines/group-broker.ts'
import { consumerRate, producerRate } from '../baselines/kafka-perf.ts'
import { readByGroup } from '../baselines/kafkajs-group.ts'
import { type Figure, figureOf, type Sample } from '../figure.ts'
import type { Ground, Letter } from '../ground.ts'
import { containerOf } from '../in-container.ts'
import { interleave } from '../interleave.ts'
import { createTopic, drainAnew, drainIn } from '../ours/drain.ts'
import { replayDays } from '../ours/replay.ts'

const replayed = 300_000
const few = 1000
/** For each measurement that others make: these take a fraction of a second, and vary as much. */
const fewTimes = 4
const many = 1_000_000

export const measure: Letter = async (ground) => {
  await using stack = await openStack({ signal: ground.signal })
  await using kafka = openKafkaSession(stack.brokers)
  const container = containerOf(stack.id, 'kafka')
  return [
    ...(await replays(kafka, container, ground)),
    ...(await fewRecords(kafka, ground)),
    ...(await fewOnDefaults(ground)),
    ...(await manyRecords(kafka, container, ground)),
  ]
}

async function replays(kafka: KafkaSession, container: string, ground: Ground): Promise<Figure[]> {
  ground.tell(`replay of ${replayed} rows`)
  let topics = 0
  const ours = async () => {
    const topic = `bench-replay-${(topics += 1)}`
    await createTopic(kafka, topic, ground.signal)
    return replayDays(kafka, topic, replayed, ground.signal)
  }
  const { recordBytes } = await ours()
  const topic = 'bench-perf'
  await createTopic(kafka, topic, ground.signal)
  const samples = await interleave(
    ground.runs,
    {
      ours: async () => ({ value: replayed / (await ours()).seconds }),
      'kafka-producer-perf-test': async () => ({
        value: await producerRate({ container, topic, rows: replayed, recordBytes }, ground),
      }),
    },
    ground.tell,
  )
  const what = 'replay from CSV / kafka-producer-perf-test'
  return [figureOf({ id: 'e', what, unit: 'rows/s' }, samples.ours, samples['kafka-producer-perf-test'])]
}

const inMs = async (seconds: Promise<number>): Promise<Sample> => ({ value: (await seconds) * 1000 })

async function fewRecords(kafka: KafkaSession, ground: Ground): Promise<Figure[]> {
  const { signal, tell } = ground
  const { brokers } = kafka
  const topic = 'bench-few'
  tell(`drain of ${few} records`)
  await createTopic(kafka, topic, signal)
  await replayDays(kafka, topic, few, signal)
  const sides = {
    ours: () => inMs(drainAnew(brokers, topic, few, signal)),
    'ours in a session': () => inMs(drainIn(kafka, topic, few, signal)),
    kafkajs: () => inMs(readByGroup({ brokers, topic, rows: few }, signal)),
  }
  for (const side of Object.values(sides)) await side()
  const samples = await interleave(ground.runs * fewTimes, sides, tell)
  const group = samples.kafkajs
  return [
    figureOf({ id: 'e-drain-1000', what: 'drain of 1,000 records / a kafkajs group', unit: 'ms' }, samples.ours, group),
    figureOf(
      { id: 'e-drain-1000-session', what: 'the same in an open session / a kafkajs group', unit: 'ms' },
      samples['ours in a session'],
      group,
    ),
  ]
}

async function fewOnDefaults(ground: Ground): Promise<Figure[]> {
  const { signal, tell } = ground
  const topic = 'bench-few'
  tell(`drain of ${few} records on a broker with Kafka's default group settings`)
  await using broker = await startGroupBroker(ground)
  const { brokers } = broker
  await using kafka = openKafkaSession(brokers)
  await createTopic(kafka, topic, signal)
  await replayDays(kafka, topic, few, signal)
  const samples = await interleave(
    ground.runs,
    {
      ours: () => inMs(drainAnew(brokers, topic, few, signal)),
      kafkajs: () => inMs(readByGroup({ brokers, topic, rows: few }, signal)),
    },
    tell,
  )
  const what = "the same on a broker with Kafka's default group settings"
  return [figureOf({ id: 'e-drain-1000-defaults', what, unit: 'ms' }, samples.ours, samples.kafkajs)]
}

async function manyRecords(kafka: KafkaSession, container: string, ground: Ground): Promise<Figure[]> {
  const { signal, tell } = ground
  const { brokers } = kafka
  const topic = 'bench-many'
  tell(`drain of ${many} records`)
  await createTopic(kafka, topic, signal)
  await replayDays(kafka, topic, many, signal)
  const samples = await interleave(
    ground.runs,
    {
      ours: async () => ({ value: await drainAnew(brokers, topic, many, signal) }),
      kafkajs: async () => ({ value: await readByGroup({ brokers, topic, rows: many }, signal) }),
      'kafka-consumer-perf-test': async () => ({
        value: many / (await consumerRate({ container, topic, rows: many }, ground)),
      }),
    },
    tell,
  )
  const { ours, kafkajs } = samples
  return [
    figureOf({ id: 'e-drain-million', what: 'drain of 1,000,000 records / a kafkajs group', unit: 's' }, ours, kafkajs),
    figureOf(
      { id: 'e-drain-million-perf', what: 'the same / kafka-consumer-perf-test', unit: 's' },
      ours,
      samples['kafka-consumer-perf-test'],
    ),
  ]
}
