/** Generated references over several partitions, and a model of each that tries every interleaving. */
import { StreamassayError } from '../../../../harness/errors.ts'
import { judgeInterleavings } from '../../../../harness/run/reference/judge-interleavings.ts'
import { seededRandom } from '../../../../harness/run/reference/seeded-random.ts'
import type { Scenario } from '../../../../harness/scenario/scenario.ts'
import { modelOf, type ModelRow, type Outcome } from './interleaving-model.ts'
import { type Kind, kinds, type Out, type Row } from './interleaving-kinds.ts'

/** One generated case: rows in the order of the file, each with its partition, and how they are judged. */
interface InterleavingCase {
  readonly kind: Kind
  readonly rows: readonly ModelRow[]
  readonly order: 'input' | 'any'
  readonly changes: 'append' | 'upsert'
}

export const caseOf = (seed: number, mostRows: number): InterleavingCase => {
  const random = seededRandom(seed * 7919 + 13)
  const below = (limit: number): number => Math.floor(random() * limit)
  const partitions = 2 + below(2)
  const keys = 1 + below(3)
  const isKeyed = below(4) === 0
  const values = 1 + below(4)
  const span = 5 + below(40)
  const rows = Array.from({ length: 2 + below(mostRows - 1) }, (_, at): ModelRow => {
    const key = below(keys)
    const partition = isKeyed ? key % partitions : below(partitions)
    return { row: { at, key, value: below(values), timeMs: below(span) + at * below(8) }, partition }
  })
  const kind = kinds[below(kinds.length)]
  if (kind === undefined) throw new RangeError('no such kind')
  return { kind, rows, order: below(2) === 0 ? 'input' : 'any', changes: below(3) === 0 ? 'upsert' : 'append' }
}

/** Judges cases by the harness and by the model, and lists the seeds of those on which the two differ. */
export function falseVerdicts({
  from,
  to,
  mostRows,
}: {
  readonly from: number
  readonly to: number
  readonly mostRows: number
}) {
  const wrong: string[] = []
  let refused = 0
  for (let seed = from; seed < to; seed += 1) {
    const one = caseOf(seed, mostRows)
    const harness = isRefused(one)
    if (harness) refused += 1
    if (harness !== depends(one)) wrong.push(`${seed}: ${one.kind.name}, ${harness ? 'refused' : 'accepted'}`)
  }
  return { judged: to - from, refused, wrong }
}

/** True if the harness refuses the case. */
function isRefused({ kind, rows, order, changes }: InterleavingCase): boolean {
  const scenario = {
    name: 'generated',
    input: { path: 'generated.csv' },
    reference: kind.reference,
    inputPartitions: 3,
    identity: 'key',
    order,
    changes,
  } as unknown as Scenario<Row, Out>
  try {
    judgeInterleavings(scenario, {
      rows: rows.map(({ row }) => ({ row, line: row.at + 2 })),
      partitionOf: rows.map(({ partition }) => partition),
    })
    return false
  } catch (error) {
    if (error instanceof StreamassayError && error.code === 'SCENARIO_INVALID') return true
    throw error
  }
}

/** True if two interleavings differ, of all that there are. */
function depends({ kind, rows, order, changes }: InterleavingCase): boolean {
  const { inFile, others } = modelOf(kind, rows)
  if (changes === 'upsert') {
    const table = tableText(inFile)
    return others.some((other) => tableText(other) !== table)
  }
  return others.some((other) => differs(inFile, other, order))
}

const textOf = ({ out }: Outcome[number]): string => JSON.stringify(out)

const tableText = (outcome: Outcome): string =>
  [...new Map(outcome.map((one) => [one.out.key, textOf(one)])).values()].toSorted().join(';')

/** Rows are lost or new, or those of one lane come in another order; rows that are equal in several lanes have none. */
function differs(inFile: Outcome, other: Outcome, order: 'input' | 'any'): boolean {
  if (inFile.map(textOf).toSorted().join() !== other.map(textOf).toSorted().join()) return true
  if (order === 'any') return false
  const lanesOf = Map.groupBy(inFile, textOf)
  const lane = (text: string): number | null => {
    const lanes = new Set(lanesOf.get(text)?.map((one) => one.lane))
    const [first = null] = lanes
    return lanes.size === 1 ? first : null
  }
  return [...new Set(inFile.map((one) => one.lane))].some((one) => {
    const given = inFile.filter((row) => lane(textOf(row)) === one)
    const seen = other.map(textOf).filter((text) => lane(text) === one)
    return momentsOf(given).some(({ from, texts }) => {
      const there = seen.slice(from, from + texts.length)
      return there.toSorted().join() !== texts.toSorted().join()
    })
  })
}

/** Rows that close together have no order: each such stretch of a lane, and where it begins. */
function momentsOf(rows: Outcome): readonly { readonly from: number; readonly texts: readonly string[] }[] {
  const moments: { from: number; moment: number | null; texts: string[] }[] = []
  for (const [from, row] of rows.entries()) {
    const last = moments.at(-1)
    if (last !== undefined && row.moment !== null && last.moment === row.moment) last.texts.push(textOf(row))
    else moments.push({ from, moment: row.moment, texts: [textOf(row)] })
  }
  return moments
}
