/** Orders in which the rows of several partitions may be read: each keeps the order within every partition. */
import { seededRandom } from './seeded-random.ts'

/** How many other orders than the file's a reference is evaluated on, at most. */
export const mostInterleavings = 20

/** The partition of the row that is read first, second, and so on. */
export type Interleaving = readonly number[]

/** Interleavings are told apart only where there are few rows: of many, no two chosen ones are the same but by accident. */
const fewRows = 200

/** Partitions between the first and the last that are read ahead of, and behind, all others. */
const mostAhead = 5

/**
 * Other orders than the given one: all of them where there are at most 20, else 20 that are chosen. The chosen ones begin
 * with `partitionByPartition`; then come all partitions in turn, neighbors swapped, one partition before or behind all
 * others, and orders by a fixed seed.
 *
 * @param partitionOf the partition of each row, in the order of the file
 */
export function interleavingsOf(partitionOf: readonly number[]): readonly Interleaving[] {
  const given = partitionOf.join()
  const few = allOf(partitionOf)
  if (few !== null) return few.filter((one) => one.join() !== given)
  const chosen: Interleaving[] = []
  const seen = new Set([given])
  for (const one of choices(partitionOf)) {
    const text = partitionOf.length > fewRows ? chosen.length.toString() : one.join()
    if (!seen.has(text)) chosen.push(one)
    seen.add(text)
    if (chosen.length === mostInterleavings) break
  }
  return chosen
}

/** Every interleaving, the given one included; null where there are more than are evaluated. */
function allOf(partitionOf: readonly number[]): readonly Interleaving[] | null {
  const left = Map.groupBy(partitionOf, (partition) => partition)
  const rows = new Map([...left].map(([partition, all]) => [partition, all.length]))
  if (ways([...rows.values()]) > mostInterleavings + 1) return null
  let prefixes: number[][] = [[]]
  for (let place = 0; place < partitionOf.length; place += 1) {
    prefixes = prefixes.flatMap((prefix) =>
      [...rows]
        .filter(([partition, count]) => prefix.filter((other) => other === partition).length < count)
        .map(([partition]) => prefix.concat(partition)),
    )
  }
  return prefixes
}

/** In how many ways so many rows of each partition interleave, or a number above the limit. */
function ways(rowsOfEach: readonly number[]): number {
  let [count, rows] = [1, 0]
  // Every intermediate count is whole, and none is smaller than the one before.
  for (const ofOne of rowsOfEach.toSorted((one, other) => other - one)) {
    for (let row = 1; row <= ofOne; row += 1) {
      rows += 1
      count = (count * rows) / row
      if (count > mostInterleavings + 1) return count
    }
  }
  return count
}

/** Each partition after the other, from the first and from the last on: any two rows of two partitions are read in both orders. */
export function* partitionByPartition(partitionOf: readonly number[]): Generator<Interleaving> {
  yield sorted(partitionOf, (place) => partitionOf[place] ?? 0)
  yield sorted(partitionOf, (place) => -(partitionOf[place] ?? 0))
}

/** Interleavings without end, the telling ones first; some may come twice. */
function* choices(partitionOf: readonly number[]): Generator<Interleaving> {
  yield* partitionByPartition(partitionOf)
  const by = (keyOf: (place: number) => number): Interleaving => sorted(partitionOf, keyOf)
  const partitions = [...new Set(partitionOf)].toSorted((one, other) => one - other)
  const rank = ranks(partitionOf)
  const at = (place: number): number => partitionOf[place] ?? 0
  yield by((place) => (rank[place] ?? 0) + at(place) / (1 + Math.max(...partitions)))
  yield by((place) => (rank[place] ?? 0) - at(place) / (1 + Math.max(...partitions)))
  yield by((place) => place ^ 1)
  yield by((place) => (place + 1) ^ 1)
  // A result may depend on which partition is read first, or last; the two orders above have seen to the outer ones.
  for (const one of partitions.slice(1, -1).slice(0, mostAhead)) {
    yield by((place) => (at(place) === one ? -1 : place))
    yield by((place) => (at(place) === one ? partitionOf.length : place))
  }
  const random = seededRandom(partitionOf.length)
  for (let round = 0; round < 10 * mostInterleavings; round += 1) {
    const reach = [partitionOf.length, 3, 10, 100][round % 4] ?? 0
    // A reach of all rows is a shuffle: every interleaving is as likely as every other.
    yield by((place) => (reach === partitionOf.length ? 0 : place) + reach * random())
  }
}

/** The partitions of the rows when these are read by ascending keys; each partition's own rows stay in their order. */
function sorted(partitionOf: readonly number[], keyOf: (place: number) => number): Interleaving {
  const keys = Float64Array.from(partitionOf, (_, place) => keyOf(place))
  return [...partitionOf.keys()]
    .toSorted((one, other) => (keys[one] ?? 0) - (keys[other] ?? 0))
    .map((place) => partitionOf[place] ?? 0)
}

/** The number of each row within its partition, from 0. */
function ranks(partitionOf: readonly number[]): readonly number[] {
  const rows = new Map<number, number>()
  return partitionOf.map((partition) => {
    const rank = rows.get(partition) ?? 0
    rows.set(partition, rank + 1)
    return rank
  })
}
