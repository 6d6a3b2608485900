/**
 * A program that uses all of kafka/ as a run does; for a spec that looks at what else it prints. Takes the brokers' address and a
 * topic to make. */
import { waitForBroker } from '../../harness/kafka/broker.ts'
import { openKafkaSession } from '../../harness/kafka/session.ts'
import { numbered, pieces } from './records.ts'

const [brokers = '', topic = ''] = process.argv.slice(2)
const limits = { timeoutMs: 20_000 }

await waitForBroker(brokers, limits)
await using session = openKafkaSession(brokers)
await session.createTopics([{ name: topic, partitions: 2 }], limits)
await session.replay({ topic, records: pieces(numbered(1461, 2)), limits })
let read = 0
await using reading = session.read({
  topic,
  decode: (decoded) => ({ decoded }),
  take: (rows) => void (read += rows.length),
})
await reading.toEnd(limits)
process.stdout.write(`read ${read} rows\n`)
