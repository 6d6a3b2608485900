/** Connections kept for the next user: each is used by one at a time, and none again that something went wrong with. */
import { untilAborted } from '../../wait-until.ts'
import { Cluster } from './cluster.ts'

/** Kept at most while nobody uses them; a run uses three at a time. */
const mostIdle = 8

/** The clients of one cluster. Disposing of them cuts every connection, the used ones too. */
export class Clients implements Disposable {
  readonly #brokers: string
  readonly #idle: Cluster[] = []
  readonly #used = new Set<Cluster>()
  #isClosed = false

  constructor(brokers: string) {
    this.#brokers = brokers
  }

  /** Takes one that is to be given back or given up. */
  take(): Cluster {
    if (this.#isClosed) throw new Error('this Kafka session was closed')
    const client = this.#idle.pop() ?? new Cluster(this.#brokers)
    this.#used.add(client)
    return client
  }

  /** For the next user, as soon as nothing that was asked of it is on its way any more. */
  giveBack(client: Cluster): void {
    if (!client.isQuiet) {
      void client.whenQuiet().then(() => this.giveBack(client))
      return
    }
    this.#used.delete(client)
    if (this.#isClosed || this.#idle.length >= mostIdle) client[Symbol.dispose]()
    else this.#idle.push(client)
  }

  /** Cuts its connections. */
  giveUp(client: Cluster): void {
    this.#used.delete(client)
    client[Symbol.dispose]()
  }

  /** Does one piece of work with a client; if it fails or the signal ends it, the connections are cut, whatever hangs. */
  async use<Value>(work: (client: Cluster) => Promise<Value>, signal: AbortSignal): Promise<Value> {
    const client = this.take()
    try {
      const value = await untilAborted(work(client), signal)
      this.giveBack(client)
      return value
    } catch (error) {
      this.giveUp(client)
      throw error
    }
  }

  [Symbol.dispose](): void {
    this.#isClosed = true
    for (const client of [...this.#idle, ...this.#used]) client[Symbol.dispose]()
  }
}
