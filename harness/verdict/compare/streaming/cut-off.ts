/** The account of a run that was cut off: what is wrong of the rows that came, whatever else might have come. */
import type { Comparison, ObservedRow } from '../../comparison.ts'
import { compare, type CompareOptions } from '../compare.ts'
import { fingerprint } from './fingerprint.ts'
import type { FirstPass, WaitingRow } from './first-pass.ts'
import type { PlacedRow } from './pending-rows.ts'

export interface CutOffOptions<Out> extends Pick<CompareOptions<Out>, 'identity' | 'delivery'> {
  readonly expected: () => AsyncIterable<readonly PlacedRow<Out>[]>
}

/**
 * Compares the rows that are left without a partner once all expected rows have been read. The output is not read again, as
 * its broker may be gone: copies of a row that was matched are known by reading the expected rows again. Order is not judged.
 *
 * @returns null if no row is left over, or it is not clear which ones are pairs
 * @throws StreamassayError `SCENARIO_INVALID` as `compare` does; what reading the expected rows throws
 */
export async function cutOffComparison<Out>(
  pass: FirstPass<Out>,
  options: CutOffOptions<Out>,
): Promise<Comparison<Out> | null> {
  while (pass.waiting.size + pass.undecoded > 0 && (await pass.read()));
  const { waiting, pending, undecoded, counts, partitions } = pass
  if (waiting.size + undecoded === 0 || pass.isUnclear) return null
  // Taken before the expected rows are read again, so that it is the same moment as the fingerprints.
  const left = [...waiting.rows()].toSorted((one, other) => one.number - other.number)
  const unseen = [...pending.rows()].map(({ row }) => row)
  const copied = await sharedFingerprints(new Set(waiting.fingerprints), options)
  const strangers = left.filter(({ decoded }) => !copied.has(fingerprintOf(decoded))).map(observedOf)
  const { identity, delivery } = options
  const comparison = compare({ identity, delivery, order: 'any', expected: unseen, observed: strangers })
  const { differing, lost } = comparison.counts
  const unexpected = comparison.counts.unexpected + undecoded + comparison.counts.duplicated
  const duplicated = left.length - strangers.length
  const matched = counts.expected - differing - lost
  return {
    ...comparison,
    counts: { ...counts, matched, differing, lost, unexpected, duplicated, misordered: 0 },
    findings: comparison.findings.filter(({ class: name }) => name === 'differing' || name === 'unexpected'),
    order: { rule: 'any', partitions: partitions.size, notJudged: 0 },
    sentinels: { ...pass.sentinels },
  }
}

const fingerprintOf = (value: unknown): number => fingerprint(value, new Map())

/** Those of the fingerprints that an expected row has too: its values are the same. */
async function sharedFingerprints<Out>(
  fingerprints: ReadonlySet<number>,
  { expected }: CutOffOptions<Out>,
): Promise<ReadonlySet<number>> {
  const shared = new Set<number>()
  for await (const piece of expected()) {
    for (const { row } of piece) {
      const print = fingerprintOf(row.out)
      if (fingerprints.has(print)) shared.add(print)
    }
  }
  return shared
}

const observedOf = ({ partition, offset, timestampMs, decoded }: WaitingRow): ObservedRow => ({
  partition,
  offset,
  timestampMs,
  value: { decoded },
})
