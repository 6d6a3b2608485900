/** Where a job's Kafka sources begin to read and where they stop, by what the connector and the Kafka client log. */

/** A partition as the connector hands it to a reader. */
export interface Split {
  readonly partition: number
  /** An offset, or one of Flink's marks: -1 the latest, -2 the earliest, -3 that of the consumer group. */
  readonly start: bigint
  /** False if the source reads on when it has read what is there. */
  readonly isBounded: boolean
}

/** Flink's mark for the earliest offset. */
const earliest = -2n
/** Flink's mark for a partition that is read without end. */
const noStop = '-9223372036854775808'

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** The splits of a topic in the log of the JobManager, where the connector looks partitions up; the first of each partition. */
export function splitsOf(jobManagerLog: string, topic: string): readonly Split[] {
  const splits = new Map<number, Split>()
  const line = new RegExp(
    String.raw`\[Partition: ${escaped(topic)}-(\d+), StartingOffset: (-?\d+), StoppingOffset: (-?\d+)\]`,
    'g',
  )
  for (const [, number, start = '0', stop] of jobManagerLog.matchAll(line)) {
    const partition = Number(number)
    if (!splits.has(partition)) splits.set(partition, { partition, start: BigInt(start), isBounded: stop !== noStop })
  }
  return [...splits.values()]
}

/**
 * The offset at which each partition of a topic is read first; null where that is not decided yet. The connector looks up
 * the latest offset and that of a timestamp when it makes the splits. Whatever it leaves to the reader's Kafka client is
 * decided when the client says so in the log of the TaskManager.
 */
export function startsOf(
  logs: { readonly jobManager: string; readonly taskManager: string },
  topic: string,
): ReadonlyMap<number, bigint | null> {
  const line = new RegExp(
    String.raw`\b(?:Resetting|Setting) offset for partition ${escaped(topic)}-(\d+) to (?:position|the committed offset) FetchPosition\{offset=(\d+)`,
    'gi',
  )
  const byClient = new Map<number, bigint>()
  for (const [, number, offset = '0'] of logs.taskManager.matchAll(line)) {
    if (!byClient.has(Number(number))) byClient.set(Number(number), BigInt(offset))
  }
  return new Map(
    splitsOf(logs.jobManager, topic).map(({ partition, start }) => {
      if (start >= 0n) return [partition, start]
      return [partition, start === earliest ? 0n : (byClient.get(partition) ?? null)]
    }),
  )
}
