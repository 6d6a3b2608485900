/** The producers that a broker knows to write in transactions. */
import { StreamassayError } from '../../errors.ts'
import type { Clients } from './clients.ts'
import type { BrokerConnection } from './connection.ts'
import { codecs } from './codecs.ts'
import { within, type WorkLimits } from './within.ts'

/** A transactional id, as its coordinator knows it. */
export interface TransactionalProducer {
  readonly transactionalId: string
  /** The id and the epoch of its producer: a producer that begins, with `initTransactions`, changes one of them. */
  readonly producer: string
}

/**
 * Returns all transactional ids, also those whose producer has written nothing yet. They stay for days after their producer
 * has ended.
 *
 * @throws StreamassayError `KAFKA_DRAIN_FAILED` when a broker does not answer in time, or refuses to list transactions
 */
export const transactionalProducers = (
  clients: Clients,
  limits: WorkLimits,
): Promise<readonly TransactionalProducer[]> =>
  within(limits, {
    run: (signal) =>
      clients.use(
        async (cluster) => (await Promise.all((await cluster.allBrokers()).map(coordinatedBy))).flat(),
        signal,
      ),
    overtime: 'no answer',
    failed: (why, cause) =>
      new StreamassayError('KAFKA_DRAIN_FAILED', `cannot list the transactional producers: ${why}`, {
        remedy: "Read the broker's log.",
        cause,
      }),
  })

async function coordinatedBy(broker: BrokerConnection): Promise<readonly TransactionalProducer[]> {
  const { transactionStates: listed } = await broker.ask(codecs().listTransactions, [], [], 0n, null)
  if (listed.length === 0) return []
  const ids = listed.map(({ transactionalId }) => transactionalId)
  const { transactionStates } = await broker.ask(codecs().describeTransactions, ids)
  return transactionStates.map(({ transactionalId, producerId, producerEpoch }) => ({
    transactionalId,
    producer: `${producerId}/${producerEpoch}`,
  }))
}
