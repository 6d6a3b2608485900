/** Follows the partitions of one leader from their beginning: a fetch is on its way while what the last one brought is used. */
import { untilAborted } from '../../wait-until.ts'
import { type LedTopic, offsetsOf } from '../wire/cluster.ts'
import type { BrokerConnection } from '../wire/connection.ts'
import { protocolErrorOf } from '../wire/error-reason.ts'
import { committedRecords, type CommittedRecord, nextOffset } from './committed-records.ts'
import { type Fetched, fetchFrom } from './partition-reader.ts'

/** Where a reading ends, as soon as that is known. */
export class ReadingEnd {
  readonly #known = new AbortController()
  #offsets: readonly bigint[] | null = null

  /** Aborted when the end is known. */
  get known(): AbortSignal {
    return this.#known.signal
  }

  /** Tells the end offset of each partition, from 0. */
  tell(offsets: readonly bigint[]): void {
    this.#offsets = offsets
    this.#known.abort()
  }

  isReached(partition: number, position: bigint): boolean {
    return this.#offsets !== null && position >= (this.#offsets[partition] ?? 0n)
  }
}

/** Records of one partition, in the order of offsets. */
export interface PartitionRecords {
  readonly partition: number
  readonly records: readonly CommittedRecord[]
}

/** A fetch from before the first record that is left fails without telling where that is. */
async function fetchWhole(
  leader: BrokerConnection,
  topic: LedTopic,
  positions: readonly (readonly [number, bigint])[],
): Promise<readonly Fetched[]> {
  try {
    return await fetchFrom(leader, topic, positions)
  } catch (error) {
    if (protocolErrorOf(error) === 'OFFSET_OUT_OF_RANGE') {
      const starts = await offsetsOf(topic, 'start')
      for (const [partition, position] of positions) refuseDeleted(partition, starts[partition] ?? 0n, position)
    }
    throw error
  }
}

/** Throws if records were deleted that have not been read. */
function refuseDeleted(partition: number, startOffset: bigint, position: bigint): void {
  if (startOffset <= position) return
  throw new Error(`partition ${partition} starts at offset ${startOffset}: earlier records were deleted`)
}

/**
 * The records of the partitions, fetch by fetch, until all of them have come to the end.
 *
 * A fetch that waits for records is left behind when the end turns out to be reached: its answer is not waited for.
 *
 * @throws what a fetch fails with, or that records were deleted before they were read; the signal's reason
 */
export async function* follow(
  leader: BrokerConnection,
  topic: LedTopic,
  partitions: readonly number[],
  end: ReadingEnd,
  signal: AbortSignal,
): AsyncGenerator<readonly PartitionRecords[], void, undefined> {
  const positions = new Map(partitions.map((partition) => [partition, 0n]))
  const fetchOn = (): Promise<readonly Fetched[]> | null => {
    const open = [...positions].filter(([partition, position]) => !end.isReached(partition, position))
    if (open.length === 0) return null
    const fetching = fetchWhole(leader, topic, open)
    // What it fails with is told when it is waited for.
    fetching.catch(() => undefined)
    return fetching
  }
  const news = AbortSignal.any([signal, end.known])
  for (let fetching = fetchOn(); fetching !== null;) {
    if (!end.known.aborted) await untilAborted(fetching, news).catch(() => undefined)
    if ([...positions].every(([partition, position]) => end.isReached(partition, position))) return
    const fetched = await untilAborted(fetching, signal)
    const brought = fetched.map((one) => recordsOf(one, positions))
    fetching = fetchOn()
    yield brought
  }
}

/** Takes the records of a fetch that had not come yet, and moves the partition's position behind all that it brought. */
function recordsOf(
  { partition, startOffset, batches, aborted }: Fetched,
  positions: Map<number, bigint>,
): PartitionRecords {
  const position = positions.get(partition) ?? 0n
  refuseDeleted(partition, startOffset, position)
  const records = committedRecords(batches, aborted, position)
  const last = batches.at(-1)
  if (last !== undefined) positions.set(partition, nextOffset(last))
  return { partition, records }
}
