/** Records to send, for the specs of kafka/. */
import type { OutgoingRecord } from '../../../../harness/kafka/replay/replay.ts'

/** A record with this value, and whatever else a spec cares for. */
export const outgoing = (value: string | Uint8Array, rest: Partial<OutgoingRecord> = {}): OutgoingRecord => ({
  partition: 0,
  key: null,
  value: typeof value === 'string' ? Buffer.from(value) : value,
  headers: {},
  timestampMs: null,
  ...rest,
})
