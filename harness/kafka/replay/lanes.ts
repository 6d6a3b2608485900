/** Keeps requests in flight: several at once, but one a partition, so that nothing can overtake in a partition. */
import type { Batch } from './batcher.ts'

/**
 * Sends batches with a bounded number in flight; to be fed by one caller at a time.
 *
 * Why one a partition: batches are numbered in it, and a batch keeps its number while it is sent again. A broker refuses
 * one that comes with the next number before it, and the producer would have to send both again, in their order.
 */
export class Lanes {
  readonly #transmit: (batch: Batch) => Promise<void>
  readonly #requestsInFlight: number
  readonly #flying = new Map<number, Promise<void>>()
  readonly #failure = new AbortController()

  /** @param transmit sends one batch and resolves when it is acknowledged */
  constructor(transmit: (batch: Batch) => Promise<void>, requestsInFlight: number) {
    this.#transmit = transmit
    this.#requestsInFlight = requestsInFlight
  }

  /** Aborted with the first error as its reason, as soon as a batch fails. */
  get failed(): AbortSignal {
    return this.#failure.signal
  }

  /** Sends a batch as soon as there is room, and resolves when it is on its way. Throws what an earlier one failed with. */
  async send(batch: Batch): Promise<void> {
    await this.#flying.get(batch.partition)
    while (this.#flying.size >= this.#requestsInFlight) await Promise.race(this.#flying.values())
    this.failed.throwIfAborted()
    this.#flying.set(batch.partition, this.#fly(batch))
  }

  /** Resolves when nothing is in flight. Throws what a batch failed with. */
  async settle(): Promise<void> {
    await Promise.all(this.#flying.values())
    this.failed.throwIfAborted()
  }

  async #fly(batch: Batch): Promise<void> {
    try {
      await this.#transmit(batch)
    } catch (error) {
      this.#failure.abort(error)
    } finally {
      this.#flying.delete(batch.partition)
    }
  }
}
