/** How far a running job has read its input, by what the Kafka sources say of each partition. */
import { waitUntil } from '../../wait-until.ts'
import { orDeath } from '../death.ts'
import type { RestLimits } from '../rest.ts'
import { readStart } from './all-running.ts'
import { readMetricNames, readMetrics, readVertices, type RunningJob } from './metrics.ts'

/** The last offset that a job is to have read, by partition; partitions without records are left out. */
export type LastOffsets = ReadonlyMap<number, bigint>

export interface ReadingWait extends RunningJob {
  readonly topic: string
  readonly lastOffsets: LastOffsets
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Waits until all of the job's operators run, and its Kafka sources have handed on the last record of each partition.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT` with how far they are, `FLINK_REST_FAILED`; the signal's reason
 */
export const waitUntilRead = ({ flinkUrl, jobId, topic, lastOffsets, ...limits }: ReadingWait): Promise<void> =>
  orDeath(
    waitUntil(
      async (signal) => {
        const start = await readStart({ flinkUrl, jobId }, { signal })
        if (start.kind !== 'begun') return start
        if (lastOffsets.size === 0) return { found: undefined }
        const offsets = await readSourceOffsets({ flinkUrl, jobId }, topic, { signal })
        const behind = [...lastOffsets].filter(([partition, last]) => (offsets.get(partition) ?? -1n) < last)
        return behind.length === 0 ? { found: undefined } : { seen: inWords(behind, offsets) }
      },
      {
        ...limits,
        what: `the job ${jobId} to read ${topic} to its end`,
        intervalMs: 100,
        remedy:
          'Let the job read its input with a KafkaSource, which reports its offsets, or allow it more time (`jobTimeoutMs`).',
      },
    ),
    limits.signal,
  )

/**
 * The offset of the last record that the job has read, by partition of a topic; of no partition that it says nothing of.
 * Where several of its sources read the topic, that of the one furthest behind: -1 where one has not begun.
 */
export async function readSourceOffsets(
  job: RunningJob,
  topic: string,
  limits: RestLimits = {},
): Promise<ReadonlyMap<number, bigint>> {
  const sources = new Map<string, Map<number, bigint>>()
  const ending = `.topic.${topic}.partition.`
  for (const vertex of await readVertices(job, limits)) {
    const names = await readMetricNames(job, vertex, limits)
    const wanted = names.filter((name) => name.endsWith('.currentOffset') && name.includes(ending))
    for (const [name, value] of await readMetrics(job, vertex, wanted, limits)) {
      const at = name.lastIndexOf(ending)
      if (at < 0) continue
      // Its subtasks, whose numbers stand in front, share the partitions.
      const source = `${vertex.id} ${name.slice(name.indexOf('.') + 1, at)}`
      const offsets = sources.get(source) ?? new Map<number, bigint>()
      sources.set(source, offsets)
      const partition = Number(name.slice(at + ending.length, -'.currentOffset'.length))
      const offset = BigInt(value)
      if (offset > (offsets.get(partition) ?? -1n)) offsets.set(partition, offset)
    }
  }
  const partitions = new Set(sources.values().flatMap((offsets) => offsets.keys()))
  const furthestBehind = (partition: number): bigint =>
    [...sources.values()]
      .map((offsets) => offsets.get(partition) ?? -1n)
      .reduce((least, offset) => (offset < least ? offset : least))
  return new Map([...partitions].map((partition) => [partition, furthestBehind(partition)]))
}

function inWords(behind: readonly (readonly [number, bigint])[], offsets: ReadonlyMap<number, bigint>): string {
  const [partition, last] = behind[0] ?? [0, 0n]
  const at = offsets.get(partition)
  const more = behind.length === 1 ? '' : `, and ${behind.length - 1} more partitions behind`
  return `${at === undefined || at < 0n ? 'nothing read' : `read to offset ${at}`} of partition ${partition}, whose last is ${last}${more}`
}
