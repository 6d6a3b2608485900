/** Refuses a reference whose result depends on how the input partitions interleave: Flink reads them side by side. */
import { listed } from '../../text.ts'
import { StreamassayError } from '../../errors.ts'
import { fromHere } from '../../scenario/from-here.ts'
import type { ExpectedRow } from '../../scenario/reference/reading.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { LastOfEach } from '../../verdict/changes/changed-table.ts'
import { compare } from '../../verdict/compare/compare.ts'
import { isEqual } from '../../verdict/compare/equality.ts'
import { expectedIdentity } from '../../verdict/compare/identity.ts'
import { existing } from '../../verdict/compare/positions.ts'
import type { Comparison, Finding, ObservedRow } from '../../verdict/comparison.ts'
import { shortened, visibleText } from '../../verdict/report/value-text.ts'
import { type Interleaving, interleavingsOf, partitionByPartition } from './interleavings.ts'
import { type Outcome, type PlacedInput, readInterleaved } from './interleaved-reading.ts'

/** Rows of an input that are evaluated on 20 interleavings: the first ones, as each evaluation takes as long as the first. */
const mostRows = 20_000

/**
 * Evaluates the reference on up to 20 interleavings of its input that keep the order of each partition, and compares what
 * it gives with what it gives in the order of the file, as a job's output would be compared: by the scenario's identity,
 * order, changes and tolerance. Of more than 20,000 rows, the first 20,000 are evaluated on all 20, and all of them on two:
 * partition by partition, from the first and from the last on.
 *
 * @throws StreamassayError `SCENARIO_INVALID` with the first difference; `REFERENCE_FAILED`
 */
export function judgeInterleavings<Row, Out>(scenario: Scenario<Row, Out>, input: PlacedInput<Row>): void {
  const { rows, partitionOf } = input
  const first = { rows: rows.slice(0, mostRows), partitionOf: partitionOf.slice(0, mostRows) }
  judgeOrders(scenario, first, interleavingsOf(first.partitionOf))
  if (rows.length > mostRows) judgeOrders(scenario, input, partitionByPartition(partitionOf))
}

function judgeOrders<Row, Out>(
  scenario: Scenario<Row, Out>,
  input: PlacedInput<Row>,
  interleavings: Iterable<Interleaving>,
): void {
  const inFile = readInterleaved(scenario, input, input.partitionOf)
  const sent = { ...input, lateBehindMs: inFile.lateBehindMs }
  for (const interleaving of interleavings) {
    const other = readInterleaved(scenario, sent, interleaving)
    const difference = differenceOf(scenario, inFile, other)
    if (difference !== null) throw dependsOnOrder(scenario, difference, orderText(sent, interleaving))
  }
}

/** What is wrong with the other outcome, and its rows by their offsets. */
interface Difference<Out> {
  readonly finding: Finding<Out>
  readonly others: readonly ExpectedRow<Out>[]
}

function differenceOf<Row, Out>(
  { changes = 'append', identity, tolerance, delivery, order }: Scenario<Row, Out>,
  inFile: Outcome<Out>,
  other: Outcome<Out>,
): Difference<Out> | null {
  const common = { identity, tolerance, delivery }
  if (changes === 'append') {
    if (isSameByPartition(inFile, other)) return null
    const { expected, partitionOf } = inFile
    const inputPartitionOf = (_: unknown, place: number): number => partitionOf[place] ?? 0
    const observed = asObserved(other.expected)
    return differenceIn(compare({ ...common, expected, observed, order, inputPartitionOf }), other.expected)
  }
  const [expected, others] = [inFile, other].map((outcome) => {
    const last = new LastOfEach<Out, ExpectedRow<Out>>(identity)
    for (const row of outcome.expected) last.take(row, row)
    return last.rows()
  }) as [ExpectedRow<Out>[], ExpectedRow<Out>[]]
  return differenceIn(compare({ ...common, expected, observed: asObserved(others), order: 'any' }), others)
}

function differenceIn<Out>(
  { findings, delivery }: Comparison<Out>,
  others: readonly ExpectedRow<Out>[],
): Difference<Out> | null {
  const wrong = findings.filter((finding) => finding.class !== 'duplicated' || delivery !== 'at-least-once')
  // Two rows of one identity say more than one row that is missing.
  const finding = wrong.find((one) => one.class === 'differing' && one.pairedBy === 'identity') ?? wrong[0]
  return finding === undefined ? null : { finding, others }
}

/** True if each partition gives the same rows in the same order: then no comparison finds anything. */
function isSameByPartition(one: Outcome<unknown>, other: Outcome<unknown>): boolean {
  if (one.expected.length !== other.expected.length) return false
  const rows = rowsByPartition(one)
  const taken = new Map<number, number>()
  return other.expected.every(({ out }, place) => {
    const partition = other.partitionOf[place] ?? 0
    const next = taken.get(partition) ?? 0
    taken.set(partition, next + 1)
    const row = rows.get(partition)?.[next]
    return row !== undefined && isEqual(row.out, out)
  })
}

const rowsByPartition = ({ expected, partitionOf }: Outcome<unknown>): Map<number, ExpectedRow<unknown>[]> =>
  Map.groupBy(expected, (_, place) => partitionOf[place] ?? 0)

const asObserved = (rows: readonly ExpectedRow<unknown>[]): ObservedRow[] =>
  rows.map(({ out }, at) => ({ partition: 0, offset: BigInt(at), timestampMs: null, value: { decoded: out } }))

/** Characters of a row, and lines of an interleaving, that are shown. */
const [rowChars, shownLines] = [200, 20]

function dependsOnOrder<Row, Out>(
  { name, input, identity }: Scenario<Row, Out>,
  { finding, others }: Difference<Out>,
  details: string,
): StreamassayError {
  const path = fromHere(input.path)
  const text = ({ out, line }: ExpectedRow<Out>): string =>
    `${shortened(visibleText(out), rowChars)} (${line === null ? 'the sentinel' : `${path}:${line}`})`
  const [one, other] = rowsOf(finding, others)
  const known = one ?? other
  const identified = known === undefined ? null : expectedIdentity(identity, known)
  const what =
    finding.class === 'misordered'
      ? `${text(finding.expected)} comes ${finding.seen} ${text(finding.other)}, but not in the order of the file`
      : `in the order of the file the row is ${one ? text(one) : 'missing'}, in another order it is ${other ? text(other) : 'missing'}`
  return new StreamassayError(
    'SCENARIO_INVALID',
    `scenario ${name}: the result of the reference depends on how the input partitions interleave` +
      `${identified === null ? '' : `, at the identity ${identified}`}: ${what}`,
    {
      remedy:
        "Flink reads partitions in parallel. Send all rows of one key to one partition (`key`, `partition`), compare only what does not depend on the order (`changes`, `order: 'any'`, a `tolerance` for sums of doubles), or set `inputPartitions: 1`.",
      details: [details],
    },
  )
}

/** The row that the order of the file gives, and the one that the other order gives; undefined for none. */
function rowsOf<Out>(
  finding: Finding<Out>,
  others: readonly ExpectedRow<Out>[],
): readonly [ExpectedRow<Out> | undefined, ExpectedRow<Out> | undefined] {
  const other = 'observed' in finding ? existing(others, Number(finding.observed.offset)) : undefined
  return finding.class === 'duplicated'
    ? [undefined, other]
    : ['expected' in finding ? finding.expected : undefined, other]
}

/** The order in which the lines were read. */
function orderText<Row>({ rows, partitionOf }: PlacedInput<Row>, interleaving: Interleaving): string {
  const places = Map.groupBy(partitionOf.keys(), (place) => partitionOf[place] ?? 0)
  const taken = new Map<number, number>()
  const lines = interleaving.map((partition) => {
    const next = taken.get(partition) ?? 0
    taken.set(partition, next + 1)
    return rows[places.get(partition)?.[next] ?? 0]?.line ?? 'the sentinel'
  })
  return `the other order of lines: ${listed(lines, shownLines)}`
}
