/** What specs of the drain share: a topic of text read to its end, and rows in short. */
import type { ReadOptions } from '../../harness/kafka/drain/output-reading.ts'
import type { KafkaSession } from '../../harness/kafka/session.ts'
import type { ObservedRow } from '../../harness/verdict/comparison.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Decodes text, and keeps what is none as it is. */
export function decode(value: Uint8Array | null): ReturnType<ReadOptions['decode']> {
  if (value === null) return { raw: null, problem: 'no value' }
  try {
    return { decoded: utf8.decode(value) }
  } catch {
    return { raw: value, problem: 'not UTF-8' }
  }
}

/** What a topic holds: its rows partition by partition, and the end offset of each partition. */
export interface Drained {
  readonly rows: readonly ObservedRow[]
  readonly ends: readonly bigint[]
}

/** Reads a topic of text to its end. */
export async function drain(session: KafkaSession, topic: string, timeoutMs = 20_000): Promise<Drained> {
  const rows: ObservedRow[] = []
  await using reading = session.read({ topic, decode, take: (some) => void rows.push(...some) })
  const ends = await reading.toEnd({ timeoutMs })
  return { rows: rows.toSorted((left, right) => left.partition - right.partition), ends }
}

/** Messages of these texts. */
export const texts = (...values: string[]): { value: string }[] => values.map((value) => ({ value }))

/** A row's text. */
export const textOf = ({ value }: ObservedRow): string => ('decoded' in value ? String(value.decoded) : value.problem)

/** Rows in short: `offset:value`. */
export const short = ({ rows }: Pick<Drained, 'rows'>): string[] => rows.map((row) => `${row.offset}:${textOf(row)}`)
