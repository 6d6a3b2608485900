/** Keeps account of a replay: what was sent, and at which offsets the broker acknowledged it. */
import type { Ledger, LedgerEntry, Progress } from './replay.ts'

/** Ranges of offsets, not batches, are kept, so that a ledger stays as small as it was however long the replay is. */
export class LedgerKeeper {
  readonly #topic: string
  readonly #ranges = new Map<number, { baseOffset: bigint; rows: number }[]>()
  #sent = 0
  #acknowledged = 0

  constructor(topic: string) {
    this.#topic = topic
  }

  noteSent(rows: number): void {
    this.#sent += rows
  }

  noteAcknowledged({ partition, baseOffset, rows }: LedgerEntry): void {
    this.#acknowledged += rows
    const ranges = this.#ranges.get(partition) ?? []
    this.#ranges.set(partition, ranges)
    const last = ranges.at(-1)
    if (last !== undefined && last.baseOffset + BigInt(last.rows) === baseOffset) last.rows += rows
    else ranges.push({ baseOffset, rows })
  }

  progress(): Progress {
    return { sent: this.#sent, acknowledged: this.#acknowledged }
  }

  /** The account as it stands, ordered by partition and then as acknowledged. */
  ledger(): Ledger {
    const byPartition = [...this.#ranges].toSorted(([left], [right]) => left - right)
    return {
      topic: this.#topic,
      sent: this.#sent,
      acknowledged: this.#acknowledged,
      entries: byPartition.flatMap(([partition, ranges]) => ranges.map((range) => ({ partition, ...range }))),
    }
  }
}
