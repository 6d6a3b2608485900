/**
 * A program that uses all of kafka/ as a run does; for a spec that looks at what else it prints. Takes the brokers' address and a
 * topic to make. */
import { drain } from '../../harness/kafka/drain/drain.ts'
import { replay } from '../../harness/kafka/replay/replay.ts'
import { createRunTopics } from '../../harness/kafka/topics.ts'
import { waitForBroker } from '../../harness/kafka/broker.ts'
import { each, numbered } from './records.ts'

const [brokers = '', topic = ''] = process.argv.slice(2)
const limits = { timeoutMs: 20_000 }

await waitForBroker(brokers, limits)
await createRunTopics(brokers, [{ name: topic, partitions: 2 }], limits)
await replay({ brokers, topic, records: each(numbered(1461, 2)), limits })
const { rows } = await drain({ brokers, topic, decode: (decoded) => ({ decoded }), ...limits })
process.stdout.write(`read ${rows.length} rows\n`)
