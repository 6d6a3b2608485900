/** The brokers as a client sees them: whom to ask, who leads the partitions of a topic, and where a topic begins and ends. */
import { BrokerConnection } from './connection.ts'
import { codecs } from './codecs.ts'
import { protocolErrorOf } from './error-reason.ts'

/** A topic's partitions by their leaders; whatever is told of them is in the order of the partitions, from 0. */
export interface LedTopic {
  readonly name: string
  readonly id: string
  readonly leaders: readonly BrokerConnection[]
}

/** `start`: the first offset there is · `end`: after the last one · `stable`: after the last that is decided. */
export type OffsetKind = 'start' | 'end' | 'stable'

const defaultPort = 9092
const readUncommitted = 0
const readCommitted = 1
const anyEpoch = -1

/** Connections to the brokers of one cluster, made when they are needed and again when they are lost. For one user at a time. */
export class Cluster implements Disposable {
  readonly #bootstrap: readonly string[]
  readonly #connections = new Map<string, BrokerConnection>()
  #isClosed = false

  /** @param brokers `host:port`, more of them separated by commas */
  constructor(brokers: string) {
    this.#bootstrap = brokers.split(',')
  }

  /**
   * A connection to the first broker that can be reached.
   *
   * @throws ConnectionLost of the last one tried
   */
  async anyBroker(): Promise<BrokerConnection> {
    const failures: unknown[] = []
    for (const address of this.#bootstrap) {
      const connection = this.#connectionTo(address)
      try {
        await connection.connected
        return connection
      } catch (error) {
        failures.push(error)
      }
    }
    throw failures.at(-1)
  }

  /** A connection to each broker of the cluster. */
  async allBrokers(): Promise<BrokerConnection[]> {
    const { brokers } = await (await this.anyBroker()).ask(codecs().metadata, [], false, false)
    return brokers.map(({ host, port }) => this.#connectionTo(`${host}:${port}`))
  }

  /** The names of all topics. */
  async topicNames(): Promise<string[]> {
    const { topics } = await (await this.anyBroker()).ask(codecs().metadata, null, false, false)
    return topics.map(({ name }) => name ?? '')
  }

  /** @throws when the topic is not there or a partition has no leader */
  async topic(name: string): Promise<LedTopic> {
    const { brokers, topics } = await this.#metadataOf(name)
    const [found] = topics
    if (found === undefined) throw unknownTopic(name)
    const addresses = new Map(brokers.map(({ nodeId, host, port }) => [nodeId, `${host}:${port}`]))
    const leaders = found.partitions
      .toSorted((left, right) => left.partitionIndex - right.partitionIndex)
      .map(({ leaderId, partitionIndex }) => {
        const address = addresses.get(leaderId)
        if (address === undefined) throw new Error(`partition ${partitionIndex} of ${name} has no leader`)
        return this.#connectionTo(address)
      })
    return { name, id: found.topicId, leaders }
  }

  async #metadataOf(name: string) {
    try {
      return await (await this.anyBroker()).ask(codecs().metadata, [name], false, false)
    } catch (error) {
      if (protocolErrorOf(error) !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error
      throw unknownTopic(name)
    }
  }

  #connectionTo(address: string): BrokerConnection {
    if (this.#isClosed) throw new Error('this Kafka client was closed')
    const known = this.#connections.get(address)
    if (known !== undefined && !known.isLost) return known
    const { hostname, port } = new URL(`kafka://${address}`)
    const connection = new BrokerConnection(hostname.replaceAll(/[[\]]/g, ''), Number(port || defaultPort))
    this.#connections.set(address, connection)
    return connection
  }

  /** Whether nothing that was asked is on its way. */
  get isQuiet(): boolean {
    return this.#connections.values().every(({ isQuiet }) => isQuiet)
  }

  /** Fulfilled when it is quiet. */
  async whenQuiet(): Promise<void> {
    await Promise.all([...this.#connections.values()].map((connection) => connection.whenQuiet()))
  }

  [Symbol.dispose](): void {
    this.#isClosed = true
    for (const connection of this.#connections.values()) connection[Symbol.dispose]()
  }
}

const unknownTopic = (name: string): Error => new Error(`the broker does not know the topic ${name}`)

/** An offset of each partition. */
export async function offsetsOf({ name, leaders }: LedTopic, kind: OffsetKind): Promise<bigint[]> {
  const isolation = kind === 'stable' ? readCommitted : readUncommitted
  const answers = await Promise.all(
    partitionsByLeader(leaders).map(([leader, indices]) => {
      const partitions = indices.map((partitionIndex) => ({
        partitionIndex,
        currentLeaderEpoch: anyEpoch,
        timestamp: kind === 'start' ? -2n : -1n,
      }))
      return leader.ask(codecs().listOffsets, -1, isolation, [{ name, partitions }])
    }),
  )
  const answerOf = new Map(
    answers
      .flatMap(({ topics }) => topics.flatMap((topic) => topic.partitions))
      .map((one) => [one.partitionIndex, one]),
  )
  return leaders.map((_, partition) => {
    const answer = answerOf.get(partition)
    if (answer === undefined) throw new Error(`the broker returned no offset for partition ${partition} of ${name}`)
    return answer.offset
  })
}

/** Each leader with the partitions that it leads. */
export const partitionsByLeader = (leaders: readonly BrokerConnection[]): [BrokerConnection, number[]][] => [
  ...Map.groupBy(leaders.keys(), (partition) => leaders[partition] as BrokerConnection),
]
