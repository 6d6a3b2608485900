/** The latest event time of each input partition, and the least of them: what the watermark of several partitions follows. */
export class LatestTimes {
  readonly #ofPartition: Map<number, number>
  #leastMs = -Infinity

  constructor(partitions: readonly number[]) {
    this.#ofPartition = new Map(partitions.map((partition) => [partition, -Infinity]))
  }

  /** Notes the time of a row, and returns the least of the partitions' latest times. */
  note(partition: number, timeMs: number): number {
    const before = this.#ofPartition.get(partition) ?? -Infinity
    if (timeMs <= before) return this.#leastMs
    this.#ofPartition.set(partition, timeMs)
    if (before <= this.#leastMs) this.#leastMs = Math.min(...this.#ofPartition.values())
    return this.#leastMs
  }
}
