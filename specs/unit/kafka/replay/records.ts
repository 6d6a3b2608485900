/** Records to send, for the specs of kafka/. */
import * as fc from 'fast-check'

import type { OutgoingRecord } from '../../../../harness/kafka/replay/replay.ts'

/** A record with this value, and whatever else a spec cares for. */
export const outgoing = (value: string | Uint8Array, rest: Partial<OutgoingRecord> = {}): OutgoingRecord => ({
  partition: 0,
  key: null,
  value: typeof value === 'string' ? Buffer.from(value) : value,
  headers: null,
  timestampMs: null,
  ...rest,
})

/** Timestamps close together and far apart, of any age and none. */
export const arbitraryTimestampMs: fc.Arbitrary<number | null> = fc.oneof(
  fc.constant(null),
  fc.maxSafeNat(),
  fc.nat(2 ** 33).map((ms) => Date.UTC(2012, 0, 1) + ms),
)
