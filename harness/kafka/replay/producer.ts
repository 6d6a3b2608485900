/**
 * An idempotent producer of one topic: sends a batch to a partition, and tells the offset at which the broker put it.
 *
 * A batch has a number in its partition and is sent again under the same one until the broker says that it has it, so it
 * neither is lost nor arrives twice; one at a time in a partition, so that none overtakes another.
 */
import { StreamassayError } from '../../errors.ts'
import { type Sighting, waitUntil } from '../../wait-until.ts'
import type { Cluster, LedTopic } from '../wire/cluster.ts'
import { codecs } from '../wire/codecs.ts'
import { ConnectionLost } from '../wire/connection.ts'
import { isTransient, reasonOf } from '../wire/error-reason.ts'
import type { SentBatch } from './batcher.ts'
import { produceRequest, replicationMs } from './produce.ts'

/** How long an answer is waited for, and the pause before a batch is sent again. */
const resends = { timeoutMs: 20_000, intervalMs: 100 }
/** How long a batch is sent again and again when each attempt fails: a broker that is busy is slow, and not gone. */
const longestFailingMs = 6000
const largestSequence = 0x7fff_ffff

interface Identity {
  readonly producerId: bigint
  readonly producerEpoch: number
}

export class Producer {
  readonly #cluster: Cluster
  readonly #identity: Identity
  /** The number of the next record of each partition. */
  readonly #sequences = new Map<number, number>()
  #topic: LedTopic

  private constructor(cluster: Cluster, topic: LedTopic, identity: Identity) {
    this.#cluster = cluster
    this.#topic = topic
    this.#identity = identity
  }

  /** A producer with an identity of its own. */
  static async open(cluster: Cluster, topicName: string): Promise<Producer> {
    const topic = await cluster.topic(topicName)
    const broker = await cluster.anyBroker()
    return new Producer(cluster, topic, await broker.ask(codecs().initProducerId, null, replicationMs, -1n, -1))
  }

  /**
   * Sends a batch, acknowledged by all replicas.
   *
   * @returns the offset of its first record
   * @throws what the broker refused it with; after six seconds of failures, or twenty without an answer, why there was none
   */
  async send(batch: SentBatch, signal: AbortSignal): Promise<bigint> {
    let lastFailure: unknown
    let failingSinceMs = Infinity
    const attempt = async (): Promise<Sighting<bigint>> => {
      try {
        // The leader may be another one by now.
        if (lastFailure !== undefined) this.#topic = await this.#cluster.topic(this.#topic.name)
        return { found: await this.#produce(batch) }
      } catch (error) {
        if (!(error instanceof ConnectionLost || isTransient(error))) throw error
        failingSinceMs = Math.min(failingSinceMs, performance.now())
        if (performance.now() - failingSinceMs > longestFailingMs) throw error
        lastFailure = error
        return { seen: reasonOf(error) }
      }
    }
    try {
      const baseOffset = await waitUntil(attempt, {
        what: 'the broker to acknowledge a batch',
        remedy: "Read the broker's log: the broker hangs, or the machine is overloaded.",
        signal,
        ...resends,
      })
      const { partition, records } = batch
      const next = (this.#sequences.get(partition) ?? 0) + records.length
      this.#sequences.set(partition, next & largestSequence)
      return baseOffset
    } catch (error) {
      throw error instanceof StreamassayError && lastFailure !== undefined ? lastFailure : error
    }
  }

  async #produce(batch: SentBatch): Promise<bigint> {
    const { name, leaders } = this.#topic
    const { partition } = batch
    const leader = leaders[partition]
    if (leader === undefined) throw new Error(`the topic has no partition ${partition}`)
    const firstSequence = this.#sequences.get(partition) ?? 0
    const asked = produceRequest(name, batch, { ...this.#identity, firstSequence })
    const { responses } = await leader.ask(codecs().produce, ...asked)
    const baseOffset = responses[0]?.partitionResponses[0]?.baseOffset
    if (baseOffset === undefined) throw new Error(`the broker returned no offset for partition ${partition}`)
    return baseOffset
  }
}
