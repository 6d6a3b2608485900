/** What specs of the drain share: options that decode text, and rows in short. */
import type { DrainOptions, Drained } from '../../harness/kafka/drain/drain.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Decodes text, and keeps what is none as it is. */
function decode(value: Uint8Array | null): ReturnType<DrainOptions['decode']> {
  if (value === null) return { raw: null, problem: 'no value' }
  try {
    return { decoded: utf8.decode(value) }
  } catch {
    return { raw: value, problem: 'not UTF-8' }
  }
}

/** Options for a topic of text. */
export const options = (brokers: string, topic: string, timeoutMs = 20_000): DrainOptions => ({
  brokers,
  topic,
  decode,
  timeoutMs,
})

/** Messages of these texts. */
export const texts = (...values: string[]): { value: string }[] => values.map((value) => ({ value }))

/** Rows in short: `offset:value`. */
export const short = ({ rows }: Drained): string[] =>
  rows.map(({ offset, value }) => `${offset}:${'decoded' in value ? String(value.decoded) : value.problem}`)
